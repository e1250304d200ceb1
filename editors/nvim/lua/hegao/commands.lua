-- The commands of a buffer. Each asks the server, which knows the draft, and shows what it answers.

local M = {}

local HEGAO = 'hegao'

--- The client that looks after a buffer.
function M.client(buf)
  if vim.lsp.get_clients then
    return vim.lsp.get_clients({ bufnr = buf, name = HEGAO })[1]
  end
  for _, client in pairs(vim.lsp.buf_get_clients(buf)) do
    if client.name == HEGAO then
      return client
    end
  end
end

local function tell(text, level)
  vim.notify('核稿：' .. text, level or vim.log.levels.INFO)
end

--- Asks the server to carry out one of its commands.
---@param done? fun(result: any, client: table)
local function execute(buf, command, arguments, done)
  local client = M.client(buf)
  if not client then
    tell('没有在核对这份文稿。请看 :checkhealth hegao', vim.log.levels.WARN)
    return
  end
  local params = { command = command, arguments = arguments }
  local answer = function(err, result)
    if err then
      tell(err.message, vim.log.levels.WARN)
    elseif done and result ~= nil and result ~= vim.NIL then
      done(result, client)
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answer, buf)
  else
    client.request('workspace/executeCommand', params, answer, buf)
  end
end

local function own_diagnostics(buf, options)
  return vim.tbl_filter(function(diagnostic)
    return diagnostic.source == HEGAO
  end, vim.diagnostic.get(buf, options))
end

---@return string? the rule's code
local function code_of(diagnostic)
  -- Neovim 0.7 keeps what the server sent only here.
  local sent = diagnostic.user_data and diagnostic.user_data.lsp or {}
  local code = diagnostic.code or sent.code
  return code and tostring(code) or nil
end

--- The rule that a command is about: the one named, else the one of the finding under or nearest to the cursor.
local function code_meant(buf, named)
  if named and named ~= '' then
    return named
  end
  local cursor = vim.api.nvim_win_get_cursor(0)
  local here = own_diagnostics(buf, { lnum = cursor[1] - 1 })
  local function distance(diagnostic)
    local last = diagnostic.end_lnum == diagnostic.lnum and math.max(diagnostic.end_col - 1, diagnostic.col)
      or math.huge
    return math.max(diagnostic.col - cursor[2], cursor[2] - last, 0)
  end
  table.sort(here, function(one, other)
    return distance(one) < distance(other)
  end)
  if not here[1] then
    tell('光标所在行没有问题。也可以写明规则，如 W101')
    return nil
  end
  return code_of(here[1])
end

local function codes_in(buf, lead)
  local codes = {}
  for _, diagnostic in ipairs(own_diagnostics(buf)) do
    local code = code_of(diagnostic)
    if code and vim.startswith(code, lead:upper()) and not vim.tbl_contains(codes, code) then
      codes[#codes + 1] = code
    end
  end
  table.sort(codes)
  return codes
end

local function uri(buf)
  return vim.uri_from_bufnr(buf)
end

--- Corrects everything that needs no thought: prescribed wording, numbers of headings, marks.
function M.fix_all(buf)
  execute(buf, 'hegao.fixAllSafe', { uri(buf) }, function(result)
    if result.fixed > 0 then
      tell(('改正 %d 处。u 撤销'):format(result.fixed))
    end
  end)
end

--- Corrects everything that one rule has found, figures left out.
function M.fix_rule(buf, named)
  local code = code_meant(buf, named)
  if code then
    execute(buf, 'hegao.fixRule', { uri(buf), code }, function(result)
      if result.fixed > 0 then
        tell(('改正 %d 处 %s。u 撤销'):format(result.fixed, code))
      end
    end)
  end
end

--- Makes all totals the sum of their parts; the server says what it did.
function M.totals(buf)
  execute(buf, 'hegao.recomputeTotals', { uri(buf) })
end

--- Goes to the next figure that does not add up.
function M.next_broken(buf)
  local client = M.client(buf)
  local encoding = client and client.offset_encoding or 'utf-16'
  local at = vim.lsp.util.make_position_params(0, encoding).position
  execute(buf, 'hegao.nextBroken', { uri(buf), vim.NIL, at }, function(location)
    if vim.lsp.util.show_document then
      vim.lsp.util.show_document(location, encoding, { focus = true })
    else
      vim.lsp.util.jump_to_location(location, encoding)
    end
  end)
end

--- Debian's Neovim 0.10 comes without the parser, and its windows for Markdown then fail to open.
local function can_show_markdown()
  if vim.fn.has('nvim-0.10') == 0 then
    return true
  end
  local fine, added = pcall(vim.treesitter.language.add, 'markdown')
  return fine and (added or vim.fn.has('nvim-0.11') == 0)
end

--- Shows what a rule asks for, why, with examples.
function M.explain(buf, named)
  local code = code_meant(buf, named)
  if not code then
    return
  end
  execute(buf, 'hegao.explainRule', { code, uri(buf) }, function(page)
    local lines = vim.split(page, '\n', { plain = true })
    local width = math.min(80, vim.o.columns - 4)
    local options = { border = 'rounded', focus_id = 'hegao-rule', max_width = width, max_height = vim.o.lines - 6 }
    vim.lsp.util.open_floating_preview(lines, can_show_markdown() and 'markdown' or 'text', options)
  end)
end

--- Notes in hegao.toml that a finding stays: offers the finding, its rule in this file, and in the project.
function M.suppress()
  local context = { only = { 'quickfix.hegao.suppress' } }
  if vim.fn.has('nvim-0.8') == 1 then
    vim.lsp.buf.code_action({ context = context })
  else
    vim.lsp.buf.code_action(context)
  end
end

local COMMANDS = {
  HegaoFixAll = { M.fix_all, '改正全部可放心改的问题' },
  HegaoFixRule = { M.fix_rule, '改正同一条规则查出的全部问题', nargs = '?' },
  HegaoTotals = { M.totals, '把各项总计重算为各部分之和' },
  HegaoNext = { M.next_broken, '到下一处勾稽不平的数字' },
  HegaoExplain = { M.explain, '说明一条规则', nargs = '?' },
  HegaoSuppress = { M.suppress, '记下这一处不改，不再提示' },
}

--- Makes the commands in a buffer of texts.
function M.create(buf)
  if vim.bo[buf].filetype == 'toml' then
    return
  end
  for name, command in pairs(COMMANDS) do
    vim.api.nvim_buf_create_user_command(buf, name, function(call)
      command[1](buf, call.args)
    end, {
      desc = '核稿：' .. command[2],
      nargs = command.nargs or 0,
      complete = command.nargs and function(lead)
        return codes_in(buf, lead)
      end or nil,
    })
  end
end

--- Takes them away when the server goes.
function M.remove(buf)
  if not vim.api.nvim_buf_is_valid(buf) then
    return
  end
  for name in pairs(COMMANDS) do
    pcall(vim.api.nvim_buf_del_user_command, buf, name)
  end
end

return M

-- Drives a Neovim from inside, as its user would: `SCENARIO=… nvim --headless FILE -S drive.lua`. Exit 1 and a line
-- `FAIL …` on the first thing that is not as it should be. Neovim 0.7 to 0.11.

local buf = vim.api.nvim_get_current_buf()
local scenario = os.getenv('SCENARIO')
local began = vim.loop.hrtime()

local function say(text)
  io.stdout:write(('\n  %5.1f s  %s\n'):format((vim.loop.hrtime() - began) / 1e9, text))
  io.stdout:flush()
end

local function fail(text)
  io.stdout:write('\n  FAIL ' .. text .. '\n' .. vim.fn.execute('messages') .. '\n')
  vim.cmd('cquit 1')
end

local function wait_for(what, condition, seconds)
  if not vim.wait((seconds or 20) * 1000, condition, 10) then
    fail('waited in vain for ' .. what)
  end
end

local function equal(got, wanted, what)
  if not vim.deep_equal(got, wanted) then
    fail(('%s: got %s, wanted %s'):format(what, vim.inspect(got), vim.inspect(wanted)))
  end
end

local function contains(text, wanted, what)
  if not text:find(wanted, 1, true) then
    fail(('%s: no %s in %s'):format(what, wanted, text))
  end
end

local function code_of(diagnostic)
  return tostring(diagnostic.code or diagnostic.user_data.lsp.code)
end

local function diagnostics(code)
  local found = vim.tbl_filter(function(diagnostic)
    return not code or code_of(diagnostic) == code
  end, vim.diagnostic.get(buf))
  table.sort(found, function(one, other)
    return one.lnum < other.lnum or one.lnum == other.lnum and one.col < other.col
  end)
  return found
end

local function text_under(d)
  return table.concat(vim.api.nvim_buf_get_text(buf, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\n')
end

--- Diagnostics as `code text`, so that a place that is off by a character is seen.
local function shown()
  return vim.tbl_map(function(diagnostic)
    return code_of(diagnostic) .. ' ' .. text_under(diagnostic)
  end, diagnostics())
end

local messages = {}
local notify = vim.notify
vim.notify = function(text, ...)
  messages[#messages + 1] = text
  return notify(text, ...)
end

local function client()
  return require('hegao.commands').client(buf)
end

--- Takes the first choice whose title has the words.
local function choosing(words)
  local titles = {}
  vim.ui.select = function(items, options, done)
    for index, item in ipairs(items) do
      local title = options.format_item and options.format_item(item) or item
      titles[#titles + 1] = title
      if title:find(words, 1, true) then
        return done(item, index)
      end
    end
    fail(('no %s among %s'):format(words, vim.inspect(titles)))
  end
end

local FOUND = {
  'W101 我乡', 'W101 我乡', 'T101 本年度止件数', 'S116 3、', 'N101 71', 'P101 ;',
} -- stylua: ignore

local function wait_for_findings()
  wait_for('diagnostics', function()
    return #diagnostics() >= #FOUND
  end)
  equal(shown(), FOUND, 'diagnostics')
  say(#FOUND .. ' diagnostics, each on its own characters')
end

--- Corrects 我乡 through the code action menu, the one behind 𪨶 first.
local function fix_words()
  choosing('改为“我镇”')
  for left = 1, 0, -1 do
    local found = diagnostics('W101')
    local last = found[#found]
    vim.api.nvim_win_set_cursor(0, { last.lnum + 1, last.col })
    vim.lsp.buf.code_action()
    wait_for('the correction', function()
      return #diagnostics('W101') == left
    end)
    local line = vim.api.nvim_buf_get_lines(buf, last.lnum, last.lnum + 1, false)[1]
    equal(line:sub(last.col + 1, last.col + #'我镇'), '我镇', 'the word under the cursor')
  end
  say('code action behind 𪨶, then the one before it')
end

local function hints()
  if not vim.lsp.inlay_hint then
    return
  end
  vim.lsp.inlay_hint.enable(true, { bufnr = buf })
  local labels = {}
  wait_for('inlay hints', function()
    vim.cmd('redraw')
    labels = vim.tbl_map(function(hint)
      local label = hint.inlay_hint.label
      return type(label) == 'string' and label or label[1].value
    end, vim.lsp.inlay_hint.get({ bufnr = buf }))
    return #labels > 0
  end)
  contains(table.concat(labels, '；'), '相加得 17 ✗', 'inlay hints')
  say(#labels .. ' inlay hints')
end

--- An edit in the middle of a line, behind a character of two UTF-16 units, is told of in the client's units.
local function edit_and_undo()
  vim.bo.undolevels = vim.o.undolevels -- what follows is undone by itself
  local line = vim.api.nvim_buf_line_count(buf)
  local before = #diagnostics()
  vim.api.nvim_buf_set_lines(buf, line - 1, line - 1, false, { '𪨶家村的工作由负责。', '' })
  vim.api.nvim_buf_set_text(buf, line - 1, #'𪨶家村的工作由', line - 1, #'𪨶家村的工作由', { '我乡' })
  wait_for('diagnostics after an edit', function()
    return #diagnostics('W101') == 1
  end)
  equal(text_under(diagnostics('W101')[1]), '我乡', 'the place after an edit')
  vim.cmd('silent undo')
  wait_for('diagnostics after undo', function()
    return #diagnostics('W101') == 0 and #diagnostics() == before
  end)
  say('edited behind 𪨶 and undone')
end

local function commands()
  vim.cmd('HegaoFixAll')
  wait_for('everything plain corrected', function()
    return vim.deep_equal(shown(), { 'N101 71' })
  end)
  contains(table.concat(messages, '\n'), '核稿：改正 3 处', 'what HegaoFixAll said')
  vim.cmd('normal! gg')
  vim.cmd('HegaoNext')
  wait_for('the next figure', function()
    return vim.fn.line('.') == diagnostics('N101')[1].lnum + 1
  end)
  equal(vim.fn.expand('<cword>'), '71', 'the word HegaoNext went to')
  vim.cmd('HegaoExplain')
  local page
  wait_for('the explanation', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        page = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        return true
      end
    end
  end)
  contains(page, 'N101', 'the explanation')
  equal(vim.fn.getcompletion('HegaoExplain ', 'cmdline'), { 'N101' }, 'completion of codes')
  vim.cmd('HegaoTotals')
  wait_for('totals', function()
    return #diagnostics() == 0
  end)
  say('HegaoFixAll, HegaoNext, HegaoExplain, HegaoTotals')
end

local function status(wanted)
  local text = require('hegao').status
  wait_for('the status ' .. wanted, function()
    return text() == wanted
  end)
  say('status: ' .. wanted)
end

local function health(...)
  vim.cmd('checkhealth hegao')
  local page = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  for _, wanted in ipairs({ ... }) do
    contains(page, wanted, ':checkhealth hegao')
  end
  say(':checkhealth hegao')
  if (os.getenv('SHOW') or '') ~= '' then
    io.stdout:write('\n' .. page:gsub('[^\n]+', '  | %0') .. '\n')
  end
  return page
end

local function write_and_leave()
  vim.api.nvim_set_current_buf(buf)
  vim.cmd('silent write')
  vim.cmd('qall!')
end

local scenarios = {}

--- Everything, with the plugin installed and nothing configured.
function scenarios.plugin()
  wait_for_findings()
  wait_for('the status', function()
    return require('hegao').status() == '核稿 6 处 勾稽 40/42'
  end)
  hints()
  fix_words()
  edit_and_undo()
  commands()
  status('核稿 √ 勾稽 42/42')
  local page = health('hegao，0.', '服务器在运行', '未发现问题')
  if page:find('ERROR', 1, true) then
    fail('an error in :checkhealth hegao: ' .. page)
  end
  if #vim.fn.getcompletion('hegao', 'help') < 8 then
    fail('no help')
  end
  local unexpected = vim.tbl_filter(function(text)
    return not text:find('核稿：改正', 1, true)
  end, messages)
  equal(unexpected, {}, 'messages nobody asked for')
  write_and_leave()
end

--- Nothing but lsp/hegao.lua in the user's own folder, as nvim-lspconfig's are used.
function scenarios.configuration()
  equal(#vim.api.nvim_get_runtime_file('lua/hegao/init.lua', false), 0, 'modules of the plugin')
  wait_for_findings()
  hints()
  fix_words()
  vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.hegao' } }, apply = true })
  wait_for('everything plain corrected', function()
    return vim.deep_equal(shown(), { 'N101 71' })
  end)
  choosing('由 71 改为 17')
  local found = diagnostics('N101')[1]
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  vim.lsp.buf.code_action()
  wait_for('the figure', function()
    return #diagnostics() == 0
  end)
  say('fix-all and a figure through code actions')
  write_and_leave()
end

--- A finding that stays: noted in hegao.toml, which is then looked after too.
function scenarios.suppress()
  wait_for_findings()
  choosing('本文件不再提示这条规则')
  local found = diagnostics('P101')[1]
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  vim.cmd('HegaoSuppress')
  wait_for('the finding to go', function()
    return #diagnostics() == #FOUND - 1 and #diagnostics('P101') == 0
  end)
  say('HegaoSuppress')
  vim.cmd('HegaoFixRule W101')
  wait_for('the words', function()
    return #diagnostics('W101') == 0
  end)
  contains(table.concat(messages, '\n'), '改正 2 处 W101', 'what HegaoFixRule said')
  say('HegaoFixRule')
  vim.cmd('silent write | edit hegao.toml')
  buf = vim.api.nvim_get_current_buf()
  contains(table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n'), 'code = "P101"', 'hegao.toml')
  vim.api.nvim_buf_set_lines(buf, 0, 0, false, { '[rules]', 'ignor = []' })
  wait_for('a diagnostic in hegao.toml', function()
    return #diagnostics() > 0
  end)
  contains(diagnostics()[1].message, 'ignore', 'what is wrong in hegao.toml')
  equal(vim.fn.exists(':HegaoFixAll'), 0, 'commands in hegao.toml')
  say('hegao.toml: ' .. diagnostics()[1].message)
  vim.cmd('qall!')
end

--- Notes that are no report.
function scenarios.quiet()
  wait_for('the server', function()
    return vim.b[buf].hegao_status ~= nil
  end)
  equal(vim.b[buf].hegao_status.state, 'notReport', 'state')
  equal({ #diagnostics(), require('hegao').status(), #messages }, { 0, '', 0 }, 'findings, status, messages')
  health('不像政府信息公开工作年度报告')
  vim.cmd('qall!')
end

--- No server on this machine: told once, only for a report, with what to do.
function scenarios.missing()
  local function times_told()
    local _, times = vim.fn.execute('messages'):gsub('找不到命令 hegao', '')
    return times
  end
  wait_for('a word about it', function()
    return times_told() == 1
  end)
  vim.cmd('edit 想要.md | edit 记事.md')
  vim.wait(300)
  equal(times_told(), 1, 'how often it is told')
  say('told once: ' .. vim.fn.execute('messages'):match('核稿：[^\n]*'))
  equal(client(), nil, 'a client')
  local page = health('找不到命令 hegao', 'pipx install .')
  contains(page, 'ERROR', ':checkhealth hegao')
  vim.cmd('qall!')
end

--- A file in GBK stays one.
function scenarios.gbk()
  wait_for('the finding', function()
    return #diagnostics() == 1
  end)
  equal(shown(), { 'P101 ;' }, 'diagnostics')
  vim.cmd('HegaoFixAll')
  wait_for('the correction', function()
    return #diagnostics() == 0
  end)
  equal({ vim.bo.fileencoding, vim.bo.fileformat }, { os.getenv('ENCODING'), 'dos' }, 'how it will be written')
  say('corrected in ' .. vim.bo.fileencoding)
  write_and_leave()
end

--- A server that dies takes what it said with it; opening the file again starts another.
function scenarios.killed()
  wait_for_findings()
  local pid = tonumber(vim.trim(vim.fn.system({ 'pgrep', '-P', tostring(vim.fn.getpid()), '-f', 'hegao' })):match('%d+'))
  vim.loop.kill(pid, 'sigkill')
  wait_for('the client to go', function()
    return client() == nil
  end)
  wait_for('the status to go', function()
    return require('hegao').status() == ''
  end)
  equal(vim.fn.exists(':HegaoFixAll'), 0, 'commands without a server')
  say('killed: status and commands are gone')
  vim.cmd('edit')
  wait_for_findings()
  equal(vim.fn.exists(':HegaoFixAll'), 2, 'commands after :edit')
  vim.cmd('qall!')
end

local run = scenarios[scenario] or fail('no scenario ' .. tostring(scenario))
local fine, err = xpcall(run, debug.traceback)
if not fine then
  fail(err)
end

-- What users call: `setup`, `start`, `status`. See `:help hegao`.

local M = {}

local config ---@type hegao.Config? what holds before Neovim 0.11
local clients = {} ---@type table<string, integer> Neovim 0.7: client by root folder

---@return hegao.Config
local function base()
  local path = vim.api.nvim_get_runtime_file('lsp/hegao.lua', false)[1]
  return dofile(path)
end

--- Changes how the server is started and what it is set to. Not needed for the defaults.
---@param options? table the same as for `vim.lsp.config('hegao', options)`, e.g. `cmd`, `settings`, `filetypes`
function M.setup(options)
  if vim.lsp.config then
    vim.lsp.config('hegao', options or {})
    return
  end
  config = vim.tbl_deep_extend('force', base(), options or {})
end

--- How the server is started before Neovim 0.11.
---@return hegao.Config
function M.config()
  if not config then
    M.setup()
  end
  return config
end

--- Neovim 0.7 has no LspAttach and keeps no list of clients by folder.
local function start_07(buf, options)
  local key = options.root_dir or ''
  local id = clients[key]
  if not (id and vim.lsp.get_client_by_id(id)) then
    local on_attach = options.on_attach
    options.on_attach = function(client, attached)
      require('hegao.commands').create(attached)
      if on_attach then
        on_attach(client, attached)
      end
    end
    id = vim.lsp.start_client(options)
    clients[key] = id
  end
  if id then
    vim.lsp.buf_attach_client(buf, id)
  end
end

---@return string? the command, where it is missing
function M.missing()
  local cmd = (vim.lsp.config and vim.lsp.config.hegao or M.config()).cmd
  if type(cmd) == 'table' and vim.fn.executable(cmd[1]) == 0 then
    return cmd[1]
  end
end

local told = false

--- Where the command is missing, says so: once, and only to somebody who has a report open.
---@return boolean whether it is missing
function M.tell_if_missing(buf)
  local command = M.missing()
  if not command then
    return false
  end
  local head = table.concat(vim.api.nvim_buf_get_lines(buf, 0, 30, false), '\n')
  if not told and head:find('政府信息公开', 1, true) then
    told = true
    local text = ('核稿：找不到命令 %s，没有核对这份年报。见 :checkhealth hegao'):format(command)
    vim.notify(text, vim.log.levels.WARN)
  end
  return true
end

--- Starts the server for a buffer, or attaches the buffer to one that runs.
---@param buf? integer the current one by default
function M.start(buf)
  buf = (buf == nil or buf == 0) and vim.api.nvim_get_current_buf() or buf
  if M.tell_if_missing(buf) then
    return
  end
  if vim.lsp.config then
    vim.lsp.enable('hegao')
    return
  end
  local config = M.config()
  if vim.bo[buf].buftype ~= '' or not vim.tbl_contains(config.filetypes, vim.bo[buf].filetype) then
    return
  end
  local attach = function(root)
    local options = vim.tbl_extend('force', config, {})
    options.root_dir = root
    if vim.lsp.start then
      vim.api.nvim_buf_call(buf, function()
        vim.lsp.start(options)
      end)
    else
      start_07(buf, options)
    end
  end
  if type(config.root_dir) == 'function' then
    config.root_dir(buf, attach)
  else
    attach(config.root_dir)
  end
end

--- For a status line, a winbar or a window title: `核稿 √ 勾稽 42/42`; empty where there is no report.
---@param buf? integer
---@return string
function M.status(buf)
  return require('hegao.status').text(buf)
end

return M

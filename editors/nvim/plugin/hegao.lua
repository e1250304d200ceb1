if vim.g.loaded_hegao or vim.fn.has('nvim-0.7') == 0 then
  return
end
vim.g.loaded_hegao = true

local group = vim.api.nvim_create_augroup('hegao', {})

-- Sent by the server after every check.
vim.lsp.handlers['hegao/status'] = function(...)
  return require('hegao.status').receive(...)
end
-- Behind the action “说明这条规则”.
vim.lsp.commands['hegao.explainRule'] = function(command, context)
  require('hegao.commands').explain(context.bufnr, command.arguments[1])
end

if vim.fn.has('nvim-0.8') == 1 then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    desc = '核稿：本缓冲区的命令',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'hegao' then
        require('hegao.commands').create(event.buf)
      end
    end,
  })
  vim.api.nvim_create_autocmd('LspDetach', {
    group = group,
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'hegao' then
        require('hegao.status').forget(event.buf)
        require('hegao.commands').remove(event.buf)
      end
    end,
  })
end

if vim.g.hegao_autostart == false or vim.g.hegao_autostart == 0 then
  return
end
-- From 0.11 on Neovim starts servers by itself, but keeps silent when the command is missing.
local native = vim.lsp.config ~= nil
if native then
  vim.lsp.enable('hegao')
end
vim.api.nvim_create_autocmd('FileType', {
  group = group,
  pattern = { 'markdown', 'text', 'hegao', 'toml' },
  desc = '核稿：启动语言服务器',
  callback = function(event)
    local hegao = require('hegao')
    if native then
      hegao.tell_if_missing(event.buf)
    else
      hegao.start(event.buf)
    end
  end,
})
-- A plugin manager may come late: what is open already has its file type.
if vim.v.vim_did_enter == 1 and not native then
  vim.cmd('doautoall hegao FileType')
end

-- How to start 核稿 hegao. Neovim 0.11 reads this file by itself: `vim.lsp.enable('hegao')`. It needs nothing else of
-- this plugin and may be copied alone. `require('hegao')` reads it for Neovim 0.7 to 0.10.
-- Change anything with `vim.lsp.config('hegao', { … })`, or `require('hegao').setup({ … })` before 0.11.

local SETTINGS = 'hegao.toml'

---@class hegao.Config
local config = {
  name = 'hegao',
  cmd = { 'hegao', 'lsp' },
  filetypes = { 'markdown', 'text', 'hegao', 'toml' },
  settings = {},
  -- The plugin shows explanations of rules in a window; without it the server shows them as a message.
  init_options = { showsRules = #vim.api.nvim_get_runtime_file('lua/hegao/commands.lua', false) > 0 },
}

function config.get_language_id(_, filetype)
  return filetype == 'text' and 'plaintext' or filetype
end

---@return string? the nearest folder upward that holds one of the names
local function upward(folder, names)
  while folder ~= '' do
    for _, name in ipairs(names) do
      local path = folder .. '/' .. name
      if vim.fn.filereadable(path) == 1 or vim.fn.isdirectory(path) == 1 then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return nil
    end
    folder = parent
  end
end

--- Calls `on_dir` for what hegao is to look after: texts, and of the TOML files its own.
function config.root_dir(buf, on_dir)
  local path = vim.api.nvim_buf_get_name(buf)
  if vim.bo[buf].filetype == 'toml' and vim.fn.fnamemodify(path, ':t') ~= SETTINGS then
    return
  end
  local folder = path == '' and '' or vim.fn.fnamemodify(path, ':p:h')
  on_dir(upward(folder, { SETTINGS }) or upward(folder, { '.git' }))
end

return config

-- What the server says of each draft after a check, and how that is shown.

local M = {}

---@class hegao.Status
---@field state 'ok'|'findings'|'notReport'|'disabled'|'error'
---@field findings integer
---@field relations { checked: integer, broken: integer }
---@field elapsedMs number
---@field message? string

--- The handler of `hegao/status`.
function M.receive(_, status)
  local buf = vim.uri_to_bufnr(status.uri)
  if not vim.api.nvim_buf_is_loaded(buf) then
    return
  end
  vim.b[buf].hegao_status = status
  vim.api.nvim_exec_autocmds('User', { pattern = 'HegaoStatus', modeline = false })
  vim.cmd('redrawstatus!')
end

--- Drops what is known of a buffer that is looked after no more.
function M.forget(buf)
  if vim.api.nvim_buf_is_valid(buf) then
    vim.b[buf].hegao_status = nil
  end
end

---@return hegao.Status?
function M.get(buf)
  buf = (buf == nil or buf == 0) and vim.api.nvim_get_current_buf() or buf
  return vim.b[buf].hegao_status
end

---@return string
function M.text(buf)
  local status = M.get(buf)
  if not status then
    return ''
  end
  local marks = { ok = '核稿 √', findings = ('核稿 %d 处'):format(status.findings), error = '核稿 出错' }
  local mark = marks[status.state]
  if not mark then
    return ''
  end
  local checked, broken = status.relations.checked, status.relations.broken
  return checked > 0 and ('%s 勾稽 %d/%d'):format(mark, checked - broken, checked) or mark
end

return M

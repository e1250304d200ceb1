-- `:checkhealth hegao`: every reason known for “装了却没有反应”, each with what to do about it.

local M = {}

-- Neovim 0.10 renamed these; before 0.8 they were in another module.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local error = health.error or health.report_error

local OLDEST_SERVER = '0.1.0'

--- Whether a version such as `0.1.0` is older than another.
local function is_older(version, other)
  local numbers = function(text)
    local a, b, c = text:match('(%d+)%.(%d+)%.(%d+)')
    return { tonumber(a), tonumber(b), tonumber(c) }
  end
  local one, two = numbers(version), numbers(other)
  for place = 1, 3 do
    if one[place] ~= two[place] then
      return one[place] < two[place]
    end
  end
  return false
end

local function check_server()
  start('核稿：语言服务器')
  local cmd = (vim.lsp.config and vim.lsp.config.hegao or require('hegao').config()).cmd
  if type(cmd) ~= 'table' then
    info('启动方式由设置中的函数决定，不作检查')
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    error('找不到命令 ' .. cmd[1], {
      '安装（要有 Python 3.10 以上）：在 hegao 的文件夹里运行 pipx install . ，见 :help hegao-install',
      '装在虚拟环境里的，写明位置：见 :help hegao-config 的 cmd',
      '刚装好的，关掉终端重开，再打开 Neovim',
    })
    return
  end
  local out = vim.fn.system({ cmd[1], '--version' })
  local version = out:match('hegao (%d+%.%d+%.%d+)')
  if vim.v.shell_error ~= 0 or not version then
    error(('%s 运行不了：%s'):format(path, vim.trim(out):sub(1, 300)), { '重新安装：pipx reinstall hegao' })
  elseif is_older(version, OLDEST_SERVER) then
    error(('%s 是 %s 版，太旧'):format(path, version), { '升级：pipx upgrade hegao' })
  else
    ok(('%s，%s 版'):format(path, version))
  end
end

local function clients()
  local all = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
  return vim.tbl_filter(function(client)
    return client.name == 'hegao'
  end, all)
end

local STATES = {
  ok = '未发现问题',
  notReport = '不像政府信息公开工作年度报告，所以不核对',
  disabled = '设置中关闭了核对（settings.hegao.enable）',
  error = '没有核对完',
}

local function check_buffers()
  start('核稿：打开的文稿')
  local running = clients()
  if #running == 0 then
    info('没有打开文稿（.md、.txt），服务器还没有启动。打开一份再运行 :checkhealth hegao')
    if vim.g.hegao_autostart == false or vim.g.hegao_autostart == 0 then
      warn('vim.g.hegao_autostart 设为不自动启动', { '删去这一行，或自行调用 vim.lsp.enable("hegao")' })
    end
    return
  end
  for _, client in ipairs(running) do
    local root = client.config.root_dir
    ok(('服务器在运行，位置单位 %s，文件夹 %s'):format(
      client.offset_encoding,
      type(root) == 'string' and root or '（单个文件）'
    ))
  end
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    local status = vim.api.nvim_buf_is_loaded(buf) and require('hegao.status').get(buf)
    if status then
      local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buf), ':~:.')
      local text = STATES[status.state] or ('%d 处问题'):format(status.findings)
      local line = ('%s：%s，用时 %.0f 毫秒'):format(name, text, status.elapsedMs)
      if status.message then
        warn(line, { status.message })
      else
        info(line)
      end
    end
  end
end

local function check_encodings()
  start('核稿：编码')
  for _, name in ipairs({ 'gb18030', 'gbk', 'cp936', 'euc-cn', 'gb2312' }) do
    if vim.tbl_contains(vim.opt.fileencodings:get(), name) then
      ok('fileencodings 认得 ' .. name)
      return
    end
  end
  warn('fileencodings 里没有 gb18030：从 Windows 记事本来的 GBK 文稿会显示成乱码', {
    "在 init.lua 加一行：vim.o.fileencodings = 'ucs-bom,utf-8,gb18030,latin1'",
  })
end

function M.check()
  start('核稿：Neovim')
  local version = vim.version()
  local text = ('%d.%d.%d'):format(version.major, version.minor, version.patch)
  if vim.fn.has('nvim-0.7') == 0 then
    error(text .. ' 太旧', { '升级到 0.7 以上，建议 0.11 以上' })
    return
  end
  if vim.lsp.config then
    ok(text)
  elseif vim.lsp.inlay_hint then
    ok(text .. '，可用（0.11 以上由 vim.lsp.config 设置）')
  else
    ok(text .. '，可用（数字后的提示要 0.10 以上）')
  end
  check_server()
  check_buffers()
  check_encodings()
end

return M

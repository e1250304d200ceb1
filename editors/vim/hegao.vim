" 核稿 in Vim with ALE: findings of `hegao check`, and its plain corrections for :ALEFix.
" To be copied to ~/.vim/after/plugin/. Findings come from the command line, whose columns are characters: those of a
" language server ALE takes for bytes, and marks them in the wrong place.

if exists('g:loaded_hegao') || !exists('g:loaded_ale_dont_use_this_in_other_plugins_please')
  finish
endif
let g:loaded_hegao = 1
let g:hegao_command = get(g:, 'hegao_command', 'hegao')
let s:types = {'error': 'E', 'warning': 'W', 'info': 'I'}

" The byte column of a place in the text that was checked.
function! s:Byte(buffer, place) abort
  let l:line = get(getbufline(a:buffer, a:place.row), 0, '')
  return byteidx(l:line, a:place.column - 1) + 1
endfunction

function! HegaoFound(buffer, lines) abort
  try
    let l:found = json_decode(join(a:lines, ''))
  catch
    " No JSON: what keeps drafts from being checked, such as a wrong setting, is told at the top.
    return [{'lnum': 1, 'col': 1, 'type': 'E', 'text': join(a:lines, ' ')}]
  endtry
  let l:result = []
  for l:one in l:found
    call add(l:result, {
    \ 'lnum': l:one.location.row,
    \ 'col': s:Byte(a:buffer, l:one.location),
    \ 'end_lnum': l:one.end_location.row,
    \ 'end_col': s:Byte(a:buffer, l:one.end_location) - 1,
    \ 'type': s:types[l:one.severity],
    \ 'code': l:one.code,
    \ 'text': l:one.message,
    \ 'detail': join([l:one.message, '依据：' . l:one.basis] + map(copy(l:one.fixes), '"可改：" . v:val.message'), "\n"),
    \})
  endfor
  return l:result
endfunction

function! s:Command(options) abort
  return ale#Escape(g:hegao_command) . ' check --only-reports --stdin-filename %s ' . a:options
endfunction

function! HegaoFix(buffer) abort
  return {'command': s:Command('--fix -q')}
endfunction

for s:language in ['markdown', 'text']
  call ale#linter#Define(s:language, {
  \ 'name': 'hegao',
  \ 'executable': {-> g:hegao_command},
  \ 'command': {-> s:Command('--output-format json')},
  \ 'output_stream': 'both',
  \ 'callback': 'HegaoFound',
  \})
  let g:ale_fixers = get(g:, 'ale_fixers', {})
  let g:ale_fixers[s:language] = get(g:ale_fixers, s:language, []) + ['HegaoFix']
endfor

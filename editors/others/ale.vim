" Drives Vim with ALE and editors/vim/hegao.vim: `vim -es FILE -S ale.vim`. What it has to say goes to the file $OUT;
" the exit status is 1 on the first thing that is not as it should be.

function! s:Say(text) abort
  call writefile(['    ' . a:text], $OUT, 'a')
endfunction

function! s:Fail(text) abort
  call writefile(['  FAIL ' . a:text, execute('messages')], $OUT, 'a')
  cquit
endfunction

function! s:Found() abort
  let l:found = copy(ale#engine#GetLoclist(bufnr('')))
  return map(l:found, {_, one -> one.code . ' ' . getline(one.lnum)[one.col - 1 : one.end_col - 1]})
endfunction

function! s:Wait(what, condition) abort
  for l:round in range(400)
    if a:condition()
      return
    endif
    sleep 50m
  endfor
  call s:Fail('waited in vain for ' . a:what . '; found: ' . string(s:Found()))
endfunction

let s:wanted = ['W101 我乡', 'W101 我乡', 'T101 本年度止件数', 'S116 3、', 'N101 71', 'P101 ;']
call s:Wait('findings', {-> len(s:Found()) == 6})
" The end of a mark is its last byte here: compare whole characters.
let s:found = map(s:Found(), {_, text -> text})
if s:found != s:wanted
  call s:Fail('findings: ' . string(s:found))
endif
call s:Say('6 findings, each on its own characters')
let s:detail = ale#engine#GetLoclist(bufnr(''))[0].detail
if s:detail !~# '依据：' || s:detail !~# '可改：改为“我镇”'
  call s:Fail('detail: ' . s:detail)
endif
ALEFix
call s:Wait('the plain corrections', {-> len(s:Found()) == 3})
if s:Found() != ['W101 我乡', 'W101 我乡', 'N101 71']
  call s:Fail('after fixing: ' . string(s:Found()))
endif
call s:Say('ALEFix')
silent write
edit 记事.md
let s:notes = getline(1, '$')
ALEFix
ALELint
sleep 1500m
if getline(1, '$') != s:notes || len(s:Found())
  call s:Fail('notes: ' . string(getline(1, '$')) . string(s:Found()))
endif
call s:Say('nothing on notes')
qall!

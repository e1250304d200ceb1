;;; eglot.el --- Drives Emacs with the settings of editors/README.md  -*- lexical-binding: t -*-
;; emacs --batch -l INIT -l eglot.el FILE   Ends with status 1 on the first thing that is not as it should be.

(require 'cl-lib)
(require 'flymake)
(setq make-backup-files nil eglot-confirm-server-initiated-edits nil eglot-sync-connect 30
      last-nonmenu-event ?x)               ; choices are asked for in the minibuffer

(defun say (format &rest values) (princ (apply #'format (concat "    " format "\n") values)))
(defun fail (format &rest values) (princ (apply #'format (concat "  FAIL " format "\n") values)) (kill-emacs 1))

(defun settled (what condition)
  "Wait for CONDITION, which is WHAT, while the server is listened to."
  (let ((end (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) end) (fail "waited in vain for %s; shown: %S" what (shown)))
      ;; Batch mode has neither idle time, in which changes are sent, nor a window, for which Flymake waits.
      (eglot--signal-textDocument/didChange)
      (when (and flymake-mode (null (flymake-running-backends))) (flymake-start))
      (accept-process-output nil 0.05))))

(defun shown ()
  "Code and characters of each diagnostic."
  (mapcar (lambda (diagnostic)
            (let* ((text (flymake-diagnostic-text diagnostic))
                   (code (and (string-match "\\([A-Z][0-9]\\{3\\}\\)" text) (match-string 1 text))))
              (list code (buffer-substring-no-properties (flymake-diagnostic-beg diagnostic)
                                                         (flymake-diagnostic-end diagnostic)))))
          (sort (flymake-diagnostics) (lambda (one other) (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other))))))

(defun texts () (mapcar #'cadr (shown)))

(defun go-to-last (text)
  (goto-char (point-max))
  (search-backward text))

(defun choose (words)
  "Run `eglot-code-actions' and take the first choice that has WORDS."
  (let ((completing-read-function
         (lambda (_prompt choices &rest _)
           (let ((titles (all-completions "" choices)))
             (or (cl-find-if (lambda (title) (string-search words title)) titles)
                 (fail "no %s among %S" words titles))))))
    (call-interactively #'eglot-code-actions)))

(let ((file (pop command-line-args-left)))
  (find-file file)
  (unless (eq major-mode 'markdown-mode) (fail "the mode is %s" major-mode))
  (run-hooks 'post-command-hook)           ; where `eglot-ensure' waits for
  (settled "diagnostics" (lambda () (= (length (shown)) 6)))
  (unless (equal (texts) '("我乡" "我乡" "本年度止件数" "3、" "71" ";")) (fail "diagnostics: %S" (shown)))
  (say "6 diagnostics, each on its own characters")
  (dolist (left '(1 0))
    (go-to-last "我乡")
    (choose "改为“我镇”")
    (settled "the correction" (lambda () (= (cl-count "我乡" (texts) :test #'equal) left))))
  (say "code action behind 𪨶, then the one before it")
  (go-to-last "71")
  (choose "由 71 改为 17")
  (settled "the figure" (lambda () (not (member "71" (texts)))))
  (say "a figure")
  (goto-char (point-min))
  (choose "修正全部可放心修正的问题")
  (settled "nothing left to tell" (lambda () (null (shown))))
  (say "everything plain at once")
  (save-buffer)
  (find-file "记事.md")
  (run-hooks 'post-command-hook)
  (settled "the server to look after notes" (lambda () (and (fboundp 'eglot-managed-p) (eglot-managed-p))))
  (accept-process-output nil 1)
  (when (shown) (fail "notes: %S" (shown)))
  (say "nothing on notes")
  (eglot-shutdown-all))
;;; eglot.el ends here

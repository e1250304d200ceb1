#!/usr/bin/env bash
# What tests of Word files need beside Python: LibreOffice without a window, and tools to look at its PDF.
set -euo pipefail
if ! command -v soffice >/dev/null || ! command -v pdftoppm >/dev/null; then
    sudo="$(command -v sudo || true)"
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui poppler-utils fonts-noto-cjk
fi

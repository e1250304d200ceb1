/** What hegao has found, as VS Code has it. */
import { type Diagnostic, languages, type TextDocument } from 'vscode';

/** Findings of hegao in a document. */
export function findingsIn(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter((diagnostic) => diagnostic.source === 'hegao');
}

/** The code of a diagnostic's rule. */
export function codeOf(diagnostic: Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

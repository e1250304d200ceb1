/**
 * What the check of a folder found, in the Problems panel. A terminal breaks long Chinese lines with blanks, which a
 * problem matcher would read into paths and messages: the lines are read before they are written to it.
 */
import {
  Diagnostic,
  DiagnosticSeverity,
  type Disposable,
  languages,
  Position,
  Range,
  Uri,
  workspace,
} from 'vscode';
import { type ConciseFinding, findingIn, Lines } from '../report/concise';

const SEVERITIES = {
  必错: DiagnosticSeverity.Error,
  疑似: DiagnosticSeverity.Warning,
  提示: DiagnosticSeverity.Information,
};

export class FolderFindings {
  private readonly shown = languages.createDiagnosticCollection('hegao-folder');

  /** Drafts that are open are told of as they are written. */
  register(): Disposable[] {
    return [this.shown, workspace.onDidOpenTextDocument((document) => this.shown.delete(document.uri))];
  }

  /** Begin anew; what comes back is to be given all that the command prints. */
  begin(): (piece: string) => void {
    this.shown.clear();
    const lines = new Lines();
    const found = new Map<string, Diagnostic[]>();
    return (piece) => {
      for (const line of lines.feed(piece)) {
        const finding = findingIn(line);
        if (finding !== undefined) this.add(found, finding);
      }
    };
  }

  private add(found: Map<string, Diagnostic[]>, finding: ConciseFinding): void {
    const uri = Uri.file(finding.path);
    if (workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return;
    const diagnostics = [...(found.get(finding.path) ?? []), diagnosticOf(finding)];
    found.set(finding.path, diagnostics);
    this.shown.set(uri, diagnostics);
  }
}

function diagnosticOf({ row, column, level, code, message }: ConciseFinding): Diagnostic {
  const at = new Position(row - 1, column - 1);
  const diagnostic = new Diagnostic(new Range(at, at), message, SEVERITIES[level]);
  diagnostic.source = 'hegao';
  diagnostic.code = code;
  return diagnostic;
}

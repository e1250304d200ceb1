/** The interpreter that the Python extension has selected, where there is that extension. */
import { extensions, workspace } from 'vscode';

interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: unknown): { readonly path: string };
    resolveEnvironment(path: unknown): Promise<{ readonly executable: { readonly uri?: { fsPath: string } } } | undefined>;
  };
}

export async function selectedPython(): Promise<string | undefined> {
  const extension = extensions.getExtension<PythonApi>('ms-python.python');
  if (extension === undefined) return undefined;
  try {
    const { environments } = extension.isActive ? extension.exports : await extension.activate();
    if (environments === undefined) return undefined;
    const path = environments.getActiveEnvironmentPath(workspace.workspaceFolders?.[0]?.uri);
    const environment = await environments.resolveEnvironment(path);
    return environment?.executable.uri?.fsPath;
  } catch {
    // Another extension's trouble; it has its own ways to tell.
    return undefined;
  }
}

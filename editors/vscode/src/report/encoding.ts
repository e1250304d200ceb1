/** The encoding a file is in, as the server's message names it and as VS Code calls it. */

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^GB/, 'gb18030'],
  [/^UTF-8/, 'utf8'],
  [/^UTF-16BE/, 'utf16be'],
  [/^UTF-16/, 'utf16le'],
];

/** VS Code's name of the encoding in a message; undefined when it names none. */
export function encodingIn(message: string): string | undefined {
  const label = /编码是 ([^，]+(?:（[^）]*）)?)/.exec(message)?.[1];
  return label && NAMES.find(([pattern]) => pattern.test(label))?.[1];
}

/**
 * What the server tells under the pointer, without the lines that VS Code already shows above it: the messages of the
 * findings there.
 */
export function withoutSaid(markdown: string, messages: readonly string[]): string {
  const said = new Set(messages.flatMap((message) => message.split('\n')).map((line) => line.trim()));
  const kept = markdown.split('\n').filter((line) => {
    const plain = line.replace(/\\(?=[^\w\s])/g, '').trim();
    return plain === '' || !said.has(plain);
  });
  return kept.join('\n').replace(/\n{3,}/g, '\n\n').trim();
}

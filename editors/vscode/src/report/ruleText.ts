/** The Markdown in what `hegao.explainRule` gives; '' when there is none. */
export function textOfRule(result: unknown): string {
  if (typeof result === 'string') return result;
  if (typeof result !== 'object' || result === null) return '';
  const markdown: unknown = (result as { markdown?: unknown }).markdown;
  return typeof markdown === 'string' ? markdown : '';
}

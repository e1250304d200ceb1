/** Whether a text may be a report: only then is it worth starting a server. The server itself decides what it is. */

const LANGUAGES = new Set(['markdown', 'plaintext', 'hegao']);
const TOPIC = /信息公开|政务公开/;
/** What characters leave that could not be read: a draft in GBK that was opened as UTF-8 is full of it. */
const LOST = '\ufffd'.repeat(3);
const SETTINGS_FILE = /(^|[\\/])hegao\.toml$/;

export interface Text {
  readonly languageId: string;
  readonly fileName: string;
  getText(): string;
}

/** Whether the server has something to say of a text of this kind, whatever it says. */
export function isWatched(text: Text): boolean {
  return LANGUAGES.has(text.languageId) || SETTINGS_FILE.test(text.fileName);
}

/** Whether a text gives reason to start the server. */
export function mayBeDraft(text: Text): boolean {
  if (SETTINGS_FILE.test(text.fileName) || text.languageId === 'hegao') return true;
  if (!LANGUAGES.has(text.languageId)) return false;
  const content = text.getText();
  return TOPIC.test(content) || content.includes(LOST);
}

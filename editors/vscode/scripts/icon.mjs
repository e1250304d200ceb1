// Draws media/icon.png from media/icon.svg. Usage: node scripts/icon.mjs (in e2e's environment: playwright-core, chromium, Noto CJK)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const extension = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { chromium } = createRequire(join(process.env.HEGAO_E2E ?? extension, 'x.js'))('playwright-core');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin:0">${readFileSync(join(extension, 'media/icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: join(extension, 'media/icon.png'), omitBackground: true });
await browser.close();

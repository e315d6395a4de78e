import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderersFor } from '../../../rehearsal/report/outputs';
import { ReportFile } from '../../../rehearsal/report/report-file';
import { textStream } from '../../bin/support/text-stream';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is written as a whole at the end, in folders that are made for it', () => {
  const name = join(folder, 'reports/rehearsal.xml');
  const file = new ReportFile('--junit', name);
  expect(existsSync(name)).toBe(false);
  file.write('<a/>');
  expect(readFileSync(name, 'utf8')).toBe('<a/>');
  expect(readdirSync(join(folder, 'reports'))).toEqual(['rehearsal.xml']);
});

test('a file stays as it was until then, and a link stays a link', () => {
  const [target, link] = [join(folder, 'page.html'), join(folder, 'latest.html')];
  writeFileSync(target, 'before');
  symlinkSync(target, link);
  const file = new ReportFile('--html', link);
  expect(readFileSync(target, 'utf8')).toBe('before');
  file.write('after');
  expect(readFileSync(target, 'utf8')).toBe('after');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test.each([
  { title: 'a folder', path: '.', reason: 'it is a folder' },
  { title: 'within a file', path: 'file/report.xml', reason: 'E(EXIST|NOTDIR)' },
])('$title is refused before anything starts', ({ path, reason }) => {
  writeFileSync(join(folder, 'file'), '');
  const name = join(folder, path);
  expect(() => renderersFor({ junit: name }, textStream().stream, () => 0)).toThrow(
    new RegExp(`^--junit must be a file that can be written \\(got: ${name}\\): ${reason}`),
  );
});

test('one file cannot take both', () => {
  const both = join(folder, 'report');
  expect(() => renderersFor({ junit: both, html: both }, textStream().stream, () => 0)).toThrow(
    `--junit and --html must be two files (got: ${both} for both)`,
  );
});

test('a file that cannot be written any more is an error that names it, and leaves nothing beside it', () => {
  const name = join(folder, 'report.xml');
  const file = new ReportFile('--junit', name);
  mkdirSync(name);
  expect(() => file.write('<a/>')).toThrow(
    `--junit must be a file that can be written (got: ${name}): EISDIR`,
  );
  expect(readdirSync(folder)).toEqual(['report.xml']);
});

test('a device is written itself', () => {
  new ReportFile('--junit', '/dev/null').write('<a/>');
  expect(lstatSync('/dev/null').isFile()).toBe(false);
});

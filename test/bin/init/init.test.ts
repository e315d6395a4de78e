import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { runInit, type InitOptions } from '../../../bin/commands/init';
import type { Dialogue } from '../../../bin/commands/init/ask';
import { prefixFrom } from '../../../bin/commands/init/suggested-names';
import { terminalDialogue } from '../../../bin/commands/init/terminal-dialogue';
import { writeAll } from '../../../bin/commands/init/write-all';
import { KINDS } from '../../../lib/kinds';
import { loadConfig } from '../../../lib/load-config';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'init-test-'));
  folder = join(parent, 'web-shop');
  mkdirSync(folder);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const init = (options: InitOptions = {}, dialogue?: Dialogue) => runInit(options, folder, nowhere, dialogue);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

it.each(KINDS.map(({ name }) => name))(
  'writes a config of kind %s that has neither mistakes nor warnings',
  async (kind) => {
    await init({ kind, account: '222222222222', region: 'eu-west-1' });
    const config = loadConfig(join(folder, 'pipelines.yaml'));
    expect(config.pipelines.map((pipeline) => pipeline.kind)).toEqual([kind]);
    expect(config.environments).toMatchObject([{ account: '222222222222', region: 'eu-west-1' }]);
    expect([...config.warnings, ...config.notes]).toEqual([]);
    expect(read('pipelines.yaml').match(/#/g)?.length).toBeGreaterThan(15);
  },
);

it('names the package as the CDK app, with the feature flags of the repository', async () => {
  await init();
  const repository = JSON.parse(readFileSync('cdk.json', 'utf8')) as object;
  expect(JSON.parse(read('cdk.json'))).toEqual({
    ...repository,
    app: 'node -e "require(\'pipeline-factory/app\')"',
  });
});

it.each([
  { of: 'a line that names one', readme: '# Web shop\n\n`prefix`: `shop`\n', prefix: 'shop' },
  {
    of: 'the first heading',
    readme: 'A line\n\n# My [Café](https://example.com) 24!\n# Two',
    prefix: 'my-cafe-24',
  },
  { of: 'an underlined heading', readme: 'Shop front\n==========\n', prefix: 'shop-front' },
  { of: 'no heading in code', readme: '```sh\n# install\n```\n', prefix: 'web-shop' },
  { of: 'whole words that fit', readme: '# A shop front with everything', prefix: 'a-shop-front' },
  { of: 'a word that is too long', readme: '# Donaudampfschifffahrt', prefix: 'donaudampfschiff' },
  { of: 'letters that no name may have', readme: '# 製品', prefix: 'web-shop' },
  { of: 'no README.md', readme: '', prefix: 'web-shop' },
])('takes the prefix from $of', ({ readme, prefix }) => expect(prefixFrom(readme, 'web-shop')).toBe(prefix));

it('reads README.md of the folder', async () => {
  write('README.md', '# Bookshop\n');
  await init();
  expect(loadConfig(join(folder, 'pipelines.yaml')).prefix).toBe('bookshop');
});

it('adds scripts and ignored files, and leaves the rest as it is written', async () => {
  const json =
    '{\n\t"name": "shop",\n\t"scripts": {\n\t\t"pipelines:deploy": "make"\n\t},\n\t"files": ["a",  "b"]\n}\n';
  write('package.json', json);
  chmodSync(join(folder, 'package.json'), 0o600);
  write('.gitignore', '/node_modules\n*.log');
  await init();
  const text = read('package.json');
  expect(JSON.parse(text)).toMatchObject({
    scripts: { 'pipelines:deploy': 'make', 'pipelines:validate': 'pipeline-factory validate' },
  });
  expect(text).toContain('\n\t\t"pipelines:graph": "pipeline-factory graph"');
  expect(text.replace(/,\n\t\t"pipelines:(?!deploy).*"/g, '')).toBe(json);
  expect(statSync(join(folder, 'package.json')).mode & 0o777).toBe(0o600);
  expect(read('.gitignore')).toBe('/node_modules\n*.log\ncdk.out/\n.venv/\n');
});

it.each(['pipelines.yaml', 'cdk.json'])('writes nothing where there is a %s', async (name) => {
  write(name, 'mine');
  await expect(init()).rejects.toThrow(`${name} exists in ${folder}; init overwrites nothing`);
  expect(readdirSync(folder)).toEqual([name]);
  expect(read(name)).toBe('mine');
});

it.each([
  { text: '{ "scripts": ', message: 'package.json must be JSON (ValueExpected)' },
  { text: '[]', message: 'package.json and its scripts must be JSON objects' },
])('writes nothing where package.json is $text', async ({ text, message }) => {
  write('package.json', text);
  await expect(init()).rejects.toThrow(message);
  expect(readdirSync(folder)).toEqual(['package.json']);
});

it.each([
  { options: { kind: 'ecs-roling' }, message: 'Did you mean ecs-rolling?' },
  { options: { prefix: 'My Shop' }, message: '--prefix must be lower-case letters' },
  { options: { prefix: 'a: b' }, message: '--prefix must be' },
  { options: { prefix: 'seventeen-letters' }, message: '--prefix must' },
])('refuses $options before anything is written', async ({ options, message }) => {
  await expect(init(options)).rejects.toThrow(message);
  expect(readdirSync(folder)).toEqual([]);
});

it('leaves no file where the last one cannot be written', () => {
  write('package.json', '{}');
  mkdirSync(join(folder, 'taken'));
  const files = [
    { name: 'pipelines.yaml', text: 'new' },
    { name: 'package.json', text: '{"a":1}', before: '{}' },
    { name: 'taken', text: 'new' },
  ];
  expect(() => writeAll(folder, files)).toThrow(
    `init could not write in ${folder}, and has left it as it was: EEXIST`,
  );
  expect(readdirSync(folder).sort()).toEqual(['package.json', 'taken']);
  expect(read('package.json')).toBe('{}');
});

it('asks what no option answers, and asks again what is wrong', async () => {
  const asked: string[] = [];
  const remarks: string[] = [];
  const answers = ['mainframe', 'ecs-rolling', 'Shop', 'shop', '', 'mars', 'eu-west-1'];
  await init(
    {},
    {
      question: async (text) => {
        asked.push(text);
        return answers.shift() ?? '';
      },
      remark: (text) => void remarks.push(text),
    },
  );
  expect(asked.map((text) => text.split(/[ ,]/)[0])).toEqual([
    'Kind',
    'Kind',
    'Prefix',
    'Prefix',
    'AWS',
    'Region',
    'Region',
  ]);
  expect(remarks).toEqual([
    expect.stringContaining('got: mainframe'),
    expect.stringMatching(/^It must be lower-case.*got: Shop$/),
    'It must be an AWS region such as ap-northeast-1, got: mars',
  ]);
  expect(loadConfig(join(folder, 'pipelines.yaml'))).toMatchObject({
    prefix: 'shop',
    environments: [{ account: '111111111111', region: 'eu-west-1' }],
    pipelines: [{ kind: 'ecs-rolling' }],
  });
});

it('writes nothing where the person leaves before the last question', async () => {
  const input = new PassThrough();
  const dialogue = terminalDialogue(input, nowhere);
  const running = init({}, dialogue);
  input.end('\n');
  await expect(running).rejects.toThrow('nothing is written');
  dialogue.close();
  expect(existsSync(join(folder, 'pipelines.yaml'))).toBe(false);
});

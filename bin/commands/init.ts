import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import colors from 'picocolors';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { nearest } from '../../lib/config/suggest';
import { KINDS } from '../../lib/kinds';
import type { PipelineKind } from '../../lib/kinds/kind';
import { ask, type Dialogue } from './init/ask';
import { packagedCdkJson } from '../../lib/packaged-app';
import { configText, type InitAnswers, mistakeIn } from './init/config-text';
import { withIgnored } from './init/ignored';
import { readIfThere } from './init/read-if-there';
import { nameFrom, prefixFrom } from './init/suggested-names';
import { withScripts } from './init/scripts';
import { terminalDialogue } from './init/terminal-dialogue';
import { type PlannedFile, writeAll } from './init/write-all';
import { DEFAULT_ACCOUNT_REGION } from './default-account-region';

/** Options of `pipeline-factory init`: answers that are not asked for any more. */
export interface InitOptions {
  readonly kind?: string;
  readonly prefix?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Runs `init` in the working folder; it asks where standard input is a terminal. */
export async function initHere(
  options: InitOptions,
  input: NodeJS.ReadStream,
  out: NodeJS.WritableStream,
): Promise<number> {
  if (!input.isTTY) return runInit(options, process.cwd(), out);
  const dialogue = terminalDialogue(input, out);
  try {
    return await runInit(options, process.cwd(), out, dialogue);
  } finally {
    dialogue.close();
  }
}

/**
 * Writes what a folder needs to have pipelines: a commented config, cdk.json, scripts and lines of .gitignore. What is
 * there is not overwritten: package.json and .gitignore are added to, and the other files must not exist.
 * @param folder where the application is
 * @param dialogue asks for what no option answers @default - nothing is asked
 * @returns the exit code
 * @throws ExpectedError where a file is in the way or cannot be written; nothing is then written
 */
export async function runInit(
  options: InitOptions,
  folder: string,
  out: NodeJS.WritableStream,
  dialogue?: Dialogue,
): Promise<number> {
  refuseOverwriting(folder);
  const answers = await complete(options, folder, dialogue);
  const files = plan(folder, answers);
  writeAll(folder, files);
  for (const { name, before } of files)
    out.write(`${colors.green('✓')} ${name} is ${before === undefined ? 'written' : 'added to'}\n`);
  out.write(nextSteps(answers));
  return 0;
}

/** The files that `init` makes; none of them may exist. */
const MADE = ['pipelines.yaml', 'cdk.json'];

function refuseOverwriting(folder: string): void {
  const there = MADE.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  const verb = there.length === 1 ? 'exists' : 'exist';
  throw new ExpectedError(
    `${there.join(' and ')} ${verb} in ${folder}; init overwrites nothing, and has written nothing`,
  );
}

async function complete(options: InitOptions, folder: string, dialogue?: Dialogue): Promise<InitAnswers> {
  const readme = readIfThere(join(folder, 'README.md')) ?? '';
  const name = nameFrom(basename(resolve(folder)));
  const defaults: InitAnswers = {
    name,
    kind: kindNamed(options.kind),
    prefix: options.prefix ?? prefixFrom(readme, name),
    account: options.account ?? DEFAULT_ACCOUNT_REGION.account,
    region: options.region ?? DEFAULT_ACCOUNT_REGION.region,
  };
  const answers = dialogue ? await ask(defaults, options, offered(), dialogue) : defaults;
  for (const field of ['prefix', 'account', 'region'] as const) {
    const mistake = mistakeIn(answers, field);
    if (mistake !== undefined)
      throw new ExpectedError(`--${field} ${mistake} (got: ${answers[field]}); nothing is written`);
  }
  return answers;
}

const offered = (): PipelineKind[] => KINDS.filter((kind) => kind.starter !== undefined);

/** @throws ExpectedError where there is no such kind */
function kindNamed(wanted: string | undefined): PipelineKind {
  const kinds = offered();
  const found = wanted === undefined ? kinds[0] : kinds.find(({ name }) => name === wanted);
  if (found) return found;
  const names = kinds.map(({ name }) => name);
  const meant = nearest(wanted ?? '', names);
  throw new ExpectedError(
    `--kind must be one of ${names.join(', ')} (got: ${wanted})${meant ? `. Did you mean ${meant}?` : ''}`,
  );
}

function plan(folder: string, answers: InitAnswers): PlannedFile[] {
  const existing = (name: string) => readIfThere(join(folder, name));
  const planned = [
    { name: 'pipelines.yaml', text: configText(answers) },
    { name: 'cdk.json', text: packagedCdkJson() },
    { name: 'package.json', before: existing('package.json'), change: withScripts },
    { name: '.gitignore', before: existing('.gitignore'), change: withIgnored },
  ];
  return planned
    .map(({ name, before, text, change }) => ({ name, before, text: text ?? change?.(before) ?? '' }))
    .filter(({ before, text }) => before !== text);
}

const nextSteps = ({ kind }: InitAnswers): string => `
pipelines.yaml is for one pipeline of kind ${kind.name}. Its comments explain each line. Then:

  npx pipeline-factory validate    # reports every mistake in it
  npx pipeline-factory graph       # draws what it makes
  npx pipeline-factory rehearse --applications ..   # plays releases on it, on this machine
  npx cdk deploy --all             # to AWS, after \`npx cdk bootstrap aws://ACCOUNT/REGION\`
`;

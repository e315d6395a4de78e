import type { PipelineKind } from '../../../lib/kinds/kind';
import { type InitAnswers, mistakeIn } from './config-text';

/** A person at a terminal. */
export interface Dialogue {
  /** Asks, and returns the answer without space around it. @throws ExpectedError where the person leaves */
  question(text: string): Promise<string>;
  /** Shows a line. */
  remark(text: string): void;
}

/**
 * Asks for kind, prefix, account and region, but for those that options name. An empty answer takes what is in brackets;
 * a wrong one is asked for again.
 */
export async function ask(
  defaults: InitAnswers,
  options: Readonly<Partial<Record<'kind' | 'prefix' | 'account' | 'region', string>>>,
  kinds: readonly PipelineKind[],
  dialogue: Dialogue,
): Promise<InitAnswers> {
  let answers = defaults;
  if (options.kind === undefined)
    answers = { ...answers, kind: await askKind(defaults.kind, kinds, dialogue) };
  for (const field of ['prefix', 'account', 'region'] as const) {
    if (options[field] !== undefined) continue;
    answers = await askField(answers, field, dialogue);
  }
  return answers;
}

async function askKind(
  standard: PipelineKind,
  kinds: readonly PipelineKind[],
  dialogue: Dialogue,
): Promise<PipelineKind> {
  const names = kinds.map(({ name }) => name);
  for (;;) {
    const answer = await dialogue.question(`Kind, ${names.join(' or ')} [${standard.name}]: `);
    const kind = answer === '' ? standard : kinds.find(({ name }) => name === answer);
    if (kind) return kind;
    dialogue.remark(`It must be one of ${names.join(', ')}, got: ${answer}`);
  }
}

const QUESTIONS = {
  prefix: 'Prefix of all names',
  account: 'AWS account, twelve digits',
  region: 'Region',
} as const;

async function askField(
  answers: InitAnswers,
  field: keyof typeof QUESTIONS,
  dialogue: Dialogue,
): Promise<InitAnswers> {
  for (;;) {
    const answer = await dialogue.question(`${QUESTIONS[field]} [${answers[field]}]: `);
    const given = answer === '' ? answers : { ...answers, [field]: answer };
    const mistake = mistakeIn(given, field);
    if (mistake === undefined) return given;
    dialogue.remark(`It ${mistake}, got: ${given[field]}`);
  }
}

import { actionFunctionSkeleton } from './action-function';
import { kindSkeleton } from './kind';
import { operationSkeleton } from './operation';
import type { Repository } from './repository';
import { serviceSkeleton } from './service';
import { ScaffoldError, type Skeleton } from './skeleton';

interface Recipe {
  /** The names that it takes, as in the usage. */
  readonly takes: readonly string[];
  readonly makes: string;
  plan(repository: Repository, ...names: readonly string[]): Skeleton;
}

const RECIPES: Readonly<Record<string, Recipe>> = {
  kind: {
    takes: ['NAME'],
    makes: 'a kind of pipeline: lib/kinds/NAME/, in kebab-case',
    plan: (repository, name = '') => kindSkeleton(repository, name),
  },
  service: {
    takes: ['NAME'],
    makes: 'a service of the local endpoint: local-endpoint/services/NAME/, in lower case, as in IAM actions',
    plan: (repository, name = '') => serviceSkeleton(repository, name),
  },
  operation: {
    takes: ['SERVICE', 'OPERATION'],
    makes: "an operation of such a service, in PascalCase, as in AWS's API reference",
    plan: (repository, service = '', name = '') => operationSkeleton(repository, service, name),
  },
  'action-function': {
    takes: ['NAME'],
    makes: 'a Lambda function that pipelines invoke: handlers/NAME/, in kebab-case',
    plan: (repository, name = '') => actionFunctionSkeleton(repository, name),
  },
};

/**
 * Plans what the arguments ask for; nothing is written.
 * @throws ScaffoldError for a wrong argument, and where something of the name is there already
 */
export function planSkeleton(repository: Repository, [what = '', ...names]: readonly string[]): Skeleton {
  const recipe = Object.hasOwn(RECIPES, what) ? RECIPES[what] : undefined;
  if (!recipe)
    throw new ScaffoldError(
      `what to write must be one of ${Object.keys(RECIPES).join(', ')}, got: ${what || 'none'}`,
    );
  if (names.length !== recipe.takes.length)
    throw new ScaffoldError(`${what} takes ${recipe.takes.join(' ')}, got: ${names.join(' ') || 'none'}`);
  const skeleton = recipe.plan(repository, ...names);
  repository.refuseExisting('a file to write', Object.keys(skeleton.created));
  return skeleton;
}

/** What `--help` prints. */
export const USAGE = [
  'Writes a skeleton that passes npm run check, and a test of it.',
  '',
  ...Object.entries(RECIPES).flatMap(([what, { takes, makes }]) => [
    `  npm run new -- ${what} ${takes.join(' ')}`,
    `      ${makes}`,
  ]),
  '',
  'CONTRIBUTING.md has what to fill in. Nothing that is there already is overwritten.',
].join('\n');

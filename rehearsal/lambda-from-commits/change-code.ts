import { posix } from 'node:path';
import { parse } from 'yaml';
import { withCommands } from '../builds/buildspec';
import type { ChangedCode, LambdaContext } from './context';
import type { LambdaPipeline, ReleasedFunction } from './pipeline';

/**
 * Has the build make other code of some functions, by commands that are added to the team's buildspec: whatever it builds
 * with, the artifact has another file beside the code, or a handler that fails.
 */
export async function changeCode(
  { clone, buildspec: { file, text }, code }: LambdaContext,
  pipeline: LambdaPipeline,
  changed: ReadonlyMap<ReleasedFunction, ChangedCode>,
): Promise<void> {
  for (const [{ name }, change] of changed) code.set(name, change);
  const commands = pipeline.functions.flatMap((one) => {
    const change = code.get(one.name);
    return change ? commandsFor(posix.join(baseDirectory(text), one.code), one, change) : [];
  });
  await clone.write(file, withCommands(text, commands, 'post_build'));
}

/** Changes all functions of a pipeline, to code that works. */
export const changeAll = (context: LambdaContext, pipeline: LambdaPipeline, mark: string): Promise<void> =>
  changeCode(context, pipeline, new Map(pipeline.functions.map((one) => [one, { mark, fails: false }])));

/** Takes what a step has made of the code back, as far as it is remembered here: `revert` does so in the clone. */
export function forget({ code }: LambdaContext, before: ReadonlyMap<string, ChangedCode>): void {
  code.clear();
  for (const [name, change] of before) code.set(name, change);
}

function commandsFor(folder: string, { handler }: ReleasedFunction, { mark, fails }: ChangedCode): string[] {
  if (!fails) return [`echo ${mark} > ${folder}/rehearsal.txt`];
  const module = handler.slice(0, handler.lastIndexOf('.'));
  return ['js', 'mjs', 'cjs', 'py'].map((ending) => {
    const file = `${posix.join(folder, ending === 'py' ? module.replaceAll('.', '/') : module)}.${ending}`;
    const statement = ending === 'py' ? `raise Exception("${mark}")` : `throw new Error("${mark}");`;
    return `if [ -f ${file} ]; then echo '${statement}' > ${file}; fi`;
  });
}

/** Of the artifact's files. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.artifacts.base-directory */
function baseDirectory(buildspec: string): string {
  const { artifacts } = parse(buildspec) as { artifacts?: { 'base-directory'?: string } };
  return artifacts?.['base-directory'] ?? '';
}

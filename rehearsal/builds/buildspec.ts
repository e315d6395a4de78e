import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { type Document, isScalar, isSeq, parseDocument } from 'yaml';
import type { RehearsalClients } from '../clients';

/** Path of the buildspec that a project runs. @default - `buildspec.yml` of the commit */
export async function buildspecOf({ codeBuild }: RehearsalClients, project: string): Promise<string> {
  const { projects } = await codeBuild.send(new BatchGetProjectsCommand({ names: [project] }));
  return projects?.[0]?.source?.buildspec ?? 'buildspec.yml';
}

/**
 * A buildspec with further commands after its own.
 * @param phase which runs them
 */
export function withCommands(
  text: string,
  commands: readonly string[],
  phase: 'build' | 'post_build' = 'build',
): string {
  const buildspec = parseDocument(text);
  for (const command of commands) append(buildspec, ['phases', phase, 'commands'], command);
  return buildspec.toString();
}

/** @param path of the commands: one command or a list of them */
function append(buildspec: Document, path: readonly string[], command: string): void {
  const commands = buildspec.getIn(path, true);
  if (isSeq(commands)) commands.add(command);
  else
    buildspec.setIn(path, buildspec.createNode([...(isScalar(commands) ? [commands.value] : []), command]));
}

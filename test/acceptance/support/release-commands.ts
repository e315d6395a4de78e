import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { releaseClients } from '../../../bin/releases/clients';
import { type ReleaseTools, withTools } from '../../../bin/releases/tools';
import { textStream } from '../../bin/support/text-stream';
import { ACCOUNT, type DeployedApp } from './deployed-app';

/** What a command printed, without colours, and its exit code. */
export interface CommandOutput {
  readonly code: number;
  readonly text: string;
}

/** Runs a command for a deployed pipeline, as a person with dummy credentials does. */
export async function outputOf(
  { local }: DeployedApp,
  run: (query: { config: string }, out: NodeJS.WritableStream, tools: ReleaseTools) => Promise<number>,
): Promise<CommandOutput> {
  const out = textStream();
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'test' };
  const tools = withTools({
    clientsFor: ({ region }) =>
      releaseClients({ region, endpoint: local.url, credentials, forcePathStyle: true }),
    wait: (milliseconds) => local.clock.pass(milliseconds),
  });
  const code = await run({ config: join(local.folder, 'config.yaml') }, out.stream, tools);
  return { code, text: stripVTControlCharacters(out.text()) };
}

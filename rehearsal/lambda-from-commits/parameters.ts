import { GetParametersCommand, PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Terminal } from '../report/terminal';
import type { LambdaPipeline } from './pipeline';

/** Used in place of a value that only the real account has. */
const PLACEHOLDER = 'rehearsal';

/** Creates the parameters that functions' environment variables are read from and that do not exist yet. */
export async function createParameters(pipeline: LambdaPipeline, terminal: Terminal): Promise<void> {
  const { ssm } = pipeline.clients;
  for (const Name of new Set(pipeline.functions.flatMap(({ parameters }) => parameters))) {
    if (await hasParameter(ssm, Name)) continue;
    await ssm.send(new PutParameterCommand({ Name, Value: PLACEHOLDER, Type: 'String' }));
    terminal.line(`  parameter ${Name} is a placeholder for the one that functions of ${pipeline.name} get`);
  }
}

async function hasParameter(ssm: SSMClient, name: string): Promise<boolean> {
  const { Parameters = [] } = await ssm.send(new GetParametersCommand({ Names: [name] }));
  return Parameters.length > 0;
}

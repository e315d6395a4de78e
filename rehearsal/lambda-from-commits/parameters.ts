import type { Terminal } from '../report/terminal';
import { createPlaceholderParameter } from '../set-up/placeholder-parameter';
import type { LambdaPipeline } from './pipeline';

/**
 * Creates the parameters that functions' environment variables are read from and that do not exist yet. Before those of
 * builds, which may read the same ones and make secrets of them: a release takes none for a variable.
 */
export async function createParameters(pipeline: LambdaPipeline, terminal: Terminal): Promise<void> {
  for (const name of new Set(pipeline.functions.flatMap(({ parameters }) => parameters)))
    if (await createPlaceholderParameter(pipeline.clients.ssm, name, 'String'))
      terminal.line(
        `  parameter ${name} is a placeholder for the one that functions of ${pipeline.name} get`,
      );
}

import { buildspecOf } from '../builds/buildspec';
import type { RehearsalContext } from '../context';
import { cloneApplication } from '../git/application';
import { groupByRepository } from '../git/group-by-repository';
import { type PipelineGroup, scenario } from '../scenario';
import type { LambdaContext } from './context';
import { createParameters } from './parameters';
import { describeLambdaPipeline, type LambdaPipeline } from './pipeline';
import { aliasProgress } from './progress';
import { LAMBDA_STEPS } from './steps';

/** A team pushes commits, CodeBuild builds them, versions of functions are published, and an alias moves to them. */
export const lambdaFromCommits = scenario({
  describe: describeLambdaPipeline,
  group: groupByRepository<LambdaPipeline>,
  prepare,
  progress: aliasProgress,
  steps: LAMBDA_STEPS,
});

async function prepare(
  application: PipelineGroup<LambdaPipeline>,
  context: RehearsalContext,
): Promise<LambdaContext> {
  const [{ clients, project }] = application.pipelines as [LambdaPipeline];
  for (const pipeline of application.pipelines) await createParameters(pipeline, context.terminal);
  const clone = await cloneApplication(application, context);
  const file = await buildspecOf(clients, project);
  const buildspec = { file, text: await clone.read(file) };
  return { ...context, application, clone, buildspec, code: new Map(), serving: new Map() };
}

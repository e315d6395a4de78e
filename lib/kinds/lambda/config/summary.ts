import { summarizeTraffic } from '../../../config/traffic';
import { summarizeGates, summarizeVerify } from '../../../gates/config/gates';
import { summarizeCommits } from '../../../build/config/summary';
import { summarizeObject } from '../../../source/config/summary';
import type { PipelineSummary } from '../../kind';
import type { LambdaPipeline } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeLambda(pipeline: LambdaPipeline): PipelineSummary {
  const { source, checks, functions, deploy } = pipeline;
  const names = functions.map(({ name }) => name).join(', ');
  return {
    startedBy: source.from === 'git' ? summarizeCommits(source) : summarizeObject(source.object),
    checks: summarizeGates(checks, {}),
    deployment: `${summarizeTraffic(deploy.traffic)}${deploy.hooks ? ' with hooks' : ''}, keeps ${deploy.keepVersions} versions${summarizeVerify(pipeline)}`,
    target: `alias ${deploy.alias} of ${functions.length === 1 ? 'function' : 'functions'} ${names}`,
  };
}

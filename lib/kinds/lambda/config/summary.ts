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
    deployment: deploymentOf(deploy) + summarizeVerify(pipeline),
    target: `alias ${deploy.alias} of ${functions.length === 1 ? 'function' : 'functions'} ${names}`,
  };
}

const deploymentOf = ({ latest, traffic, hooks, keepVersions }: LambdaPipeline['deploy']): string =>
  latest
    ? '$LATEST at once, without versions'
    : `${summarizeTraffic(traffic)}${hooks ? ' with hooks' : ''}, keeps ${keepVersions} versions`;

import type { PipelineClients } from './clients';
import { describeBlueGreenRelease } from './describe-blue-green';
import { describeRollingRelease } from './describe-rolling';
import { describeServed } from './describe-served';
import { readStructure } from './pipeline-structure';
import type { ReleaseLookup, ReleaseQuery } from './release-lookup';

/**
 * Describes what a deployment made serve and how it came about. The result depends on the deployment alone, not on what
 * started the function, or when.
 * @param name of the pipeline, and so of its CodeDeploy application and deployment group
 */
export async function describeRelease(
  clients: PipelineClients,
  name: string,
  { deploymentId, executionId, ended }: ReleaseQuery,
): Promise<ReleaseLookup> {
  const structure = await readStructure(clients.codePipeline, name);
  const { rollingService } = structure;
  if (ended)
    return rollingService ? describeServed(clients, structure, rollingService, ended) : { kind: 'none' };
  return rollingService
    ? describeRollingRelease(clients, structure, rollingService, executionId)
    : describeBlueGreenRelease(clients, structure, deploymentId);
}

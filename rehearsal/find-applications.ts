import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { ApplicationRehearsal, FindOptions, RegionPipelines, Scenario } from './scenario';

/**
 * Offers the pipelines to each scenario in turn, without those that an earlier one recognized.
 * @returns what can be rehearsed, and for every other pipeline a sentence why not
 */
export async function findApplications(
  scenarios: readonly Scenario[],
  regions: readonly RegionPipelines[],
  options: FindOptions,
): Promise<{ rehearsals: ApplicationRehearsal[]; leftOut: string[] }> {
  const rehearsals: ApplicationRehearsal[] = [];
  const leftOut: string[] = [];
  let remaining = regions;
  for (const scenario of scenarios) {
    const found = await scenario.find(remaining, options);
    rehearsals.push(...found.rehearsals);
    leftOut.push(...found.leftOut);
    remaining = without(remaining, new Set(found.recognized));
  }
  for (const declaration of remaining.flatMap(({ declarations }) => declarations))
    leftOut.push(
      checksPullRequests(declaration)
        ? `${declaration.name} checks pull requests, and no scenario opens one; git push -o merge_request.create does`
        : `${declaration.name} is recognized by no scenario`,
    );
  return { rehearsals, leftOut };
}

const checksPullRequests = ({ triggers = [] }: PipelineDeclaration): boolean =>
  triggers.some(({ gitConfiguration }) => gitConfiguration?.pullRequest?.length);

const without = (
  regions: readonly RegionPipelines[],
  recognized: ReadonlySet<PipelineDeclaration>,
): RegionPipelines[] =>
  regions.map(({ clients, declarations }) => ({
    clients,
    declarations: declarations.filter((declaration) => !recognized.has(declaration)),
  }));

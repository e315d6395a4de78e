import { AwsError } from '../../../kit/aws-error';
import type { Action, Structure } from '../model';
import { findProvider } from '../providers/registry';
import type { ActionProvider, ArtifactCount } from '../providers/provider';

const invalid = (message: string): AwsError => new AwsError('InvalidActionDeclarationException', message);

/** Checks each action against what its provider takes. @throws AwsError `InvalidActionDeclarationException` */
export function requireActions({ stages }: Structure, region: string): void {
  for (const action of stages.flatMap(({ actions }) => actions)) {
    const provider = providerFor(action, region);
    requireConfiguration(action, provider);
    requireCount(action.name, 'input', action.inputArtifacts.length, provider.inputArtifacts);
    requireCount(action.name, 'output', action.outputArtifacts.length, provider.outputArtifacts);
    if (action.region && action.region !== region) {
      throw invalid(
        `Action ${action.name} is in region ${action.region}: the local endpoint does not support cross-region actions`,
      );
    }
    if (action.timeoutInMinutes !== undefined && action.actionTypeId.category !== 'Approval') {
      throw invalid(
        `Action ${action.name} has timeoutInMinutes, which is available only to the manual approval action type`,
      );
    }
  }
}

function providerFor({ name, actionTypeId: type }: Action, region: string): ActionProvider {
  const provider = findProvider(type);
  if (provider) return provider;
  const { category, provider: wanted, owner, version } = type;
  const described = `Category: '${category}', Provider: '${wanted}', Owner: '${owner}', Version: '${version}'`;
  const place = region.toUpperCase().replaceAll('-', '_');
  throw invalid(
    `ActionType (${described}) in action '${name}' is not available in region ${place}: the local endpoint does not support it`,
  );
}

function requireConfiguration({ name, configuration }: Action, provider: ActionProvider): void {
  const unknown = Object.keys(configuration).find((key) => !(key in provider.configuration));
  if (unknown)
    throw invalid(`Action configuration for action '${name}' contains unknown configuration '${unknown}'`);
  const missing = Object.entries(provider.configuration).find(
    ([key, need]) => need === 'required' && !configuration[key],
  );
  if (missing)
    throw invalid(
      `Action configuration for action '${name}' is missing required configuration '${missing[0]}'`,
    );
}

function requireCount(
  name: string,
  direction: 'input' | 'output',
  count: number,
  { minimum, maximum }: ArtifactCount,
): void {
  const has = `Action ${name} has ${count} ${direction} artifact(s) which is`;
  if (count > maximum) throw invalid(`${has} greater than the maximum count ${maximum}`);
  if (count < minimum) throw invalid(`${has} less than the minimum count ${minimum}`);
}

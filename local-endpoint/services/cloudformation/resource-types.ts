import type { ResourceProvider } from '../../kit/resources/provider';
import { refusal } from './template/errors';

/** The CloudFormation resource types of all services, by name. */
export type ResourceTypes = ReadonlyMap<string, ResourceProvider>;

/** @returns undefined for an unknown type; every `Custom::` type without a provider of its own is a custom resource */
export function findResourceProvider(types: ResourceTypes, type: string): ResourceProvider | undefined {
  return (
    types.get(type) ??
    (type.startsWith('Custom::') ? types.get('AWS::CloudFormation::CustomResource') : undefined)
  );
}

/** @throws AwsError `ValidationError` for an unknown type, which the plan of every change reports first */
export function getResourceProvider(types: ResourceTypes, type: string): ResourceProvider {
  const provider = findResourceProvider(types, type);
  if (provider === undefined) throw refusal(`handle ${type}: it has no provider`);
  return provider;
}

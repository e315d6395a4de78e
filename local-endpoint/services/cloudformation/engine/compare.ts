import type { PropertyChange, ResourceProvider } from '../../../kit/resources/provider';
import { isUnknown } from '../template/functions/intrinsic';
import { isSame, type Json, type JsonObject } from '../../../kit/resources/json';
import type { ResourceDeclaration } from '../template/model';
import type { ChangeDetail, ResourceChange } from './change';
import type { StackResource } from './stack';

/** How a deployed resource changes; undefined where it does not. */
export function compareResource(
  before: StackResource,
  declared: ResourceDeclaration,
  after: JsonObject,
  provider: ResourceProvider,
): ResourceChange | undefined {
  const details = [
    ...propertyDetails(before.properties, after, provider),
    ...attributeDetails(before, declared),
  ];
  if (details.length === 0) return undefined;
  const replacement = replacementOf(details);
  return {
    action: 'Modify',
    logicalId: before.logicalId,
    type: before.type,
    physicalId: before.physicalId,
    replacement,
    policyAction: replacement === 'False' ? undefined : policyAction(before.updateReplacePolicy),
    details,
    before: before.properties,
    after,
  };
}

/** Names of the properties that differ. */
export function changedProperties(before: JsonObject, after: JsonObject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSame(before[name], after[name]));
}

/** How the provider takes a change of a property; one that it does not know is refused. */
export function propertyChange(provider: ResourceProvider, name: string): PropertyChange {
  return provider.properties === 'any' ? 'update' : (provider.properties[name] ?? 'refuse');
}

/** Whether a new physical resource replaces the old one, or may replace it. */
export const isReplaced = (change: ResourceChange): boolean =>
  change.replacement === 'True' || change.replacement === 'Conditional';

function propertyDetails(before: JsonObject, after: JsonObject, provider: ResourceProvider): ChangeDetail[] {
  return changedProperties(before, after).map((name) => {
    const dynamic = isUnknown(after[name]);
    const replaces = propertyChange(provider, name) === 'replace';
    return {
      attribute: 'Properties',
      name,
      recreation: replaces ? (dynamic ? 'Conditionally' : 'Always') : 'Never',
      evaluation: dynamic ? 'Dynamic' : 'Static',
      before: text(before[name]),
      after: text(after[name]),
    };
  });
}

function attributeDetails(before: StackResource, declared: ResourceDeclaration): ChangeDetail[] {
  const detail = (attribute: ChangeDetail['attribute'], from: string, to: string): ChangeDetail[] =>
    from === to ? [] : [{ attribute, recreation: 'Never', evaluation: 'Static', before: from, after: to }];
  return [
    ...detail('DeletionPolicy', before.deletionPolicy, declared.deletionPolicy),
    ...detail('UpdateReplacePolicy', before.updateReplacePolicy, declared.updateReplacePolicy),
  ];
}

function replacementOf(details: readonly ChangeDetail[]): 'True' | 'False' | 'Conditional' {
  if (details.some(({ recreation }) => recreation === 'Always')) return 'True';
  return details.some(({ recreation }) => recreation === 'Conditionally') ? 'Conditional' : 'False';
}

const policyAction = (policy: string): ResourceChange['policyAction'] =>
  policy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';

const text = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);

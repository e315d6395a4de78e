import type { Template } from 'aws-cdk-lib/assertions';
import type { FleetSettings } from '../../../handlers/contract/fleet-settings';
import { configText, EXISTING_FLEET_PIPELINE, FLEET_PIPELINE } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';

export const app = appOf(configText(`${FLEET_PIPELINE}\n${EXISTING_FLEET_PIPELINE}`));

/** Of a fleet behind a load balancer of its own. */
export const owned = templateOf(app, 'shop-fleet-stg');

/** Of a fleet behind a listener rule that is there already, with every other key there is. */
export const existing = templateOf(app, 'shop-farm-stg');

export type Properties = Readonly<Record<string, unknown>>;

/** The properties of the one resource of a type. */
export function only(template: Template, type: string): Properties {
  const found = Object.values(template.findResources(type) as Record<string, { Properties: Properties }>);
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
}

/** Text with what CloudFormation puts in replaced by the id of the parameter, as `<Id>`. */
export function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::Select': select, Ref: ref } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(plain).join('');
  if (Array.isArray(select)) return `<${(select[1] as { Ref: string }).Ref}${select[0]}>`;
  return `<${ref as string}>`;
}

/** The settings of a release, as the actions read them. */
export const settingsIn = (template: Template) =>
  JSON.parse(plain(only(template, 'AWS::SSM::Parameter').Value)) as FleetSettings;

import { SHIFT_VERSIONS } from '../../../handlers/contract/shift-versions';
import type { RollbackNode } from './pipeline-graph';
import {
  list,
  type TemplateProperties,
  properties,
  type Resource,
  type StackTemplate,
  valueText,
} from './template';

/**
 * How the deployment group that a deploy action uses moves the traffic and how long it keeps blue, or how the action itself
 * moves that of an alias.
 */
export function deploymentDetails(configuration: TemplateProperties, template: StackTemplate): string[] {
  const strategy = valueText(configuration.DeployStrategy, template);
  if (strategy !== '') return [named(strategy), ...watched(alarmsOfAction(configuration, template))];
  const group = groupOf(configuration, template);
  if (!group) return [];
  const blueGreen = properties(group.properties.BlueGreenDeploymentConfiguration);
  const { TerminationWaitTimeInMinutes: wait } = properties(
    blueGreen.TerminateBlueInstancesOnDeploymentSuccess,
  );
  const kept = wait === undefined ? [] : [`keeps blue for ${valueText(wait, template)} min`];
  return [trafficOf(group), ...kept, ...watched(alarmsOf(group))].filter(Boolean);
}

const watched = (alarms: readonly string[]): string[] =>
  alarms.length > 0 ? [`watches ${alarms.length} ${alarms.length === 1 ? 'alarm' : 'alarms'}`] : [];

/** What makes that deployment group, or that action, roll back, if anything does. */
export function rollbackOf(
  configuration: TemplateProperties,
  template: StackTemplate,
): RollbackNode | undefined {
  const alarms = alarmsOfAction(configuration, template);
  if (alarms.length > 0) return { on: ['alarm'], alarms };
  const group = groupOf(configuration, template);
  const { Enabled, Events } = properties(group?.properties.AutoRollbackConfiguration);
  if (!group || Enabled !== true) return undefined;
  const on = list(Events).map((event) => EVENTS[valueText(event, template)] ?? valueText(event, template));
  return { on, alarms: alarmsOf(group) };
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html */
const alarmsOfAction = ({ Alarms }: TemplateProperties, template: StackTemplate): string[] =>
  valueText(Alarms, template).split(',').filter(Boolean);

function alarmsOf({ properties: group, template }: Resource): string[] {
  return list(properties(group.AlarmConfiguration).Alarms).map((alarm) =>
    valueText(properties(alarm).Name, template),
  );
}

const EVENTS: Readonly<Record<string, string>> = {
  DEPLOYMENT_FAILURE: 'failure',
  DEPLOYMENT_STOP_ON_REQUEST: 'stop',
  DEPLOYMENT_STOP_ON_ALARM: 'alarm',
};

/** That which an action names; or, where an action function begins the deployments, the first, whose settings all have. */
function groupOf(configuration: TemplateProperties, template: StackTemplate): Resource | undefined {
  if (valueText(configuration.FunctionName, template).endsWith(`-${SHIFT_VERSIONS.name}`))
    return template.resources.find(({ type }) => type === 'AWS::CodeDeploy::DeploymentGroup');
  const name = valueText(configuration.DeploymentGroupName, template);
  if (name === '') return undefined;
  return template.resources.find(
    ({ type, properties: own }) =>
      type === 'AWS::CodeDeploy::DeploymentGroup' && valueText(own.DeploymentGroupName, template) === name,
  );
}

/** AWS's own configurations are described by their names, others by the template. */
function trafficOf({ properties: group, template }: Resource): string {
  const name = valueText(group.DeploymentConfigName, template);
  const config = template.resources.find(
    ({ type, logicalId, properties: own }) =>
      type === 'AWS::CodeDeploy::DeploymentConfig' &&
      [`\${${logicalId}}`, valueText(own.DeploymentConfigName, template)].includes(name),
  );
  const routing = properties(config?.properties.TrafficRoutingConfig);
  const canary = properties(routing.TimeBasedCanary);
  const linear = properties(routing.TimeBasedLinear);
  const shown = (value: unknown) => valueText(value, template);
  if (routing.TimeBasedCanary)
    return `${shown(canary.CanaryPercentage)}% first, the rest after ${shown(canary.CanaryInterval)} min`;
  if (routing.TimeBasedLinear)
    return `${shown(linear.LinearPercentage)}% more every ${shown(linear.LinearInterval)} min`;
  return named(name);
}

function named(name: string): string {
  const standard = name.replace(/^CodeDeployDefault\.(ECS|Lambda)?/, '');
  const canary = /^Canary(\d+)Percent(\d+)Minutes?$/.exec(standard);
  const linear = /^Linear(\d+)PercentEvery(\d+)Minutes?$/.exec(standard);
  if (standard === 'AllAtOnce') return 'all traffic at once';
  if (canary) return `${canary[1]}% first, the rest after ${canary[2]} min`;
  return linear ? `${linear[1]}% more every ${linear[2]} min` : standard;
}

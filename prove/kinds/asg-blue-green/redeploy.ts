import { settingsParameterName } from '../../../handlers/contract/names';
import {
  type AnyFleetSettings,
  isRefreshed,
  settingsVersionDescription,
} from '../../../handlers/contract/fleet-settings';
import { updatePipeline } from '../../stores/codepipeline/operator';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { IDENTITY, NAME } from './names';
import { changedSettings } from './settings';
import { stagesOf, stagesWithApproval, stagesWithRefresh } from './stages';

/** `cdk deploy` after a change of the config: parameter, launch template and pipeline get the new settings. */
export function redeploy(simulated: SimulatedAccount, isAbandoned: boolean): void {
  const kept = simulated.ssm[settingsParameterName(IDENTITY)];
  const settings = changedSettings(JSON.parse(kept?.values.at(-1) ?? '') as AnyFleetSettings);
  const { hash } = settings;
  kept?.values.push(JSON.stringify(settings));
  const template = simulated.ec2.templates[NAME];
  template?.versions.push({
    ...{ VersionNumber: ++template.last, VersionDescription: settingsVersionDescription(hash) },
    ...{ DefaultVersion: false, LaunchTemplateData: { InstanceType: 't3.small' } },
  });
  const hasApproval = simulated.pipeline.stages.some(({ name }) => name === 'Approval');
  const stages = hasApproval ? stagesWithApproval : stagesOf;
  updatePipeline(simulated, (isRefreshed(settings) ? stagesWithRefresh : stages)(hash), isAbandoned);
}

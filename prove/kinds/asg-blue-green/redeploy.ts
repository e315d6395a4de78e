import { settingsParameterName } from '../../../handlers/contract/names';
import { type FleetSettings, settingsVersionDescription } from '../../../handlers/contract/fleet-settings';
import { updatePipeline } from '../../stores/codepipeline/operator';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { IDENTITY, NAME } from './names';
import { changedSettings } from './settings';
import { stagesOf, stagesWithApproval } from './stages';

/** `cdk deploy` after a change of the config: parameter, launch template and pipeline get the new settings. */
export function redeploy(simulated: SimulatedAccount, isAbandoned: boolean): void {
  const kept = simulated.ssm[settingsParameterName(IDENTITY)];
  const settings = changedSettings(JSON.parse(kept?.values.at(-1) ?? '') as FleetSettings);
  const { hash } = settings;
  kept?.values.push(JSON.stringify(settings));
  const template = simulated.ec2.templates[NAME];
  template?.versions.push({
    ...{ VersionNumber: ++template.last, VersionDescription: settingsVersionDescription(hash) },
    ...{ DefaultVersion: false, LaunchTemplateData: { InstanceType: 't3.small' } },
  });
  const hasApproval = simulated.pipeline.stages.some(({ name }) => name === 'Approval');
  updatePipeline(simulated, hasApproval ? stagesWithApproval(hash) : stagesOf(hash), isAbandoned);
}

import { githubFile } from './github';
import { gitlabFile } from './gitlab';
import { ciPlan, type UploadingPipeline } from './plan';

/**
 * The file that a team's CI needs: it builds the images and pushes them to every account and region, and uploads the
 * settings of each environment, with the roles that the factory makes and without any key.
 * @param pipelines of one entry, one for each environment
 */
export function ciFile(pipelines: readonly [UploadingPipeline, ...UploadingPipeline[]]): string {
  const plan = ciPlan(pipelines);
  const { provider, url } = pipelines[0].source.ci;
  const head = headOf(plan.name, provider, pipelines);
  return provider === 'github' ? githubFile(plan, head) : gitlabFile(plan, url, head);
}

function headOf(name: string, provider: string, pipelines: readonly UploadingPipeline[]): string[] {
  const environments = pipelines.map(({ environment }) => environment.name).join(', ');
  return [
    `Written by \`npx pipeline-factory ci ${name} --provider ${provider}\`: change the config, and generate it again.`,
    `Two kinds of jobs upload to the pipelines of ${name} (${environments}) and know nothing else of them: images go to ECR,`,
    'a settings.zip with appspec.yaml and a taskdef.json to S3.',
  ];
}

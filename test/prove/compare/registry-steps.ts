import type { Step } from '../../../prove/compare/step';
import { digestOf, manifestOf, NAME, REPOSITORY } from '../../../prove/ecs-service/names';
import { taskDefinition } from '../../../prove/ecs-service/task-definition';

const image = (name: string) => ({ repositoryName: REPOSITORY, imageIds: [{ imageDigest: digestOf(name) }] });
const tagged = (imageTag: string) => ({ repositoryName: REPOSITORY, imageIds: [{ imageTag }] });
const put = (name: string, imageTag: string) => ({
  ...{ repositoryName: REPOSITORY, imageManifest: manifestOf(name), imageTag },
  imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
});
const scan = (name: string) => ({ repositoryName: REPOSITORY, imageId: { imageDigest: digestOf(name) } });

const call = (service: string, operation: string, input: object): Step => ({ service, operation, input });

/** What functions and actions call, valid calls and refused ones. */
export const REGISTRY_STEPS: readonly Step[] = [
  call('ecr', 'BatchGetImage', image('one')),
  call('ecr', 'PutImage', put('one', 'serving')),
  call('ecr', 'PutImage', put('two', 'new')),
  call('ecr', 'PutImage', put('one', 'serving')),
  call('ecr', 'BatchGetImage', tagged('serving')),
  call('ecr', 'PutImage', put('two', 'serving')),
  call('ecr', 'BatchGetImage', tagged('serving')),
  call('ecr', 'BatchGetImage', image('one')),
  call('ecr', 'BatchGetImage', tagged('none')),
  call('ecr', 'BatchGetImage', { ...tagged('none'), repositoryName: 'none' }),
  call('ecr', 'DescribeImageScanFindings', scan('one')),
  call('ecr', 'DescribeImageScanFindings', scan('three')),
  call('ecr', 'StartImageScan', scan('one')),
  call('ecr', 'DescribeImageScanFindings', scan('one')),
  { seconds: 30 },
  call('ecr', 'DescribeImageScanFindings', scan('one')),
  call('ecr', 'StartImageScan', scan('one')),
  call('ecr', 'StartImageScan', scan('three')),
  call('ecs', 'DescribeTaskDefinition', { taskDefinition: NAME }),
  call('ecs', 'RegisterTaskDefinition', {
    ...taskDefinition('one', '512'),
    tags: [{ key: 'a', value: '1' }],
  }),
  call('ecs', 'RegisterTaskDefinition', taskDefinition('two', '1024')),
  call('ecs', 'DescribeTaskDefinition', { taskDefinition: NAME, include: ['TAGS'] }),
  call('ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:1`, include: ['TAGS'] }),
  call('ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:1` }),
  call('ecs', 'DescribeTaskDefinition', { taskDefinition: `${NAME}:9` }),
  call('ssm', 'GetParameter', { Name: '/shop/web/prd/release' }),
  call('ssm', 'PutParameter', { Name: '/shop/web/prd/release', Value: 'a', Type: 'String', Overwrite: true }),
  call('ssm', 'GetParameter', { Name: '/shop/web/prd/release' }),
];

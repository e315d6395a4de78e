import { ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import type { LocalService } from '../../kit/local-service';
import { policyReader } from '../../kit/resource-policy';
import { expireHourly, policyObserver } from './expiry';
import { ecrImageAction } from './image-action';
import { describeImageScanFindings } from './operations/describe-image-scan-findings';
import { describeImages } from './operations/describe-images';
import { putImage } from './operations/put-image';
import { putRegistryScanningConfiguration, startImageScan } from './operations/scans';
import { createRepository, describeRepositories, putImageTagMutability } from './operations/tag-mutability';
import { permissions } from './permissions';
import { resources } from './resources';
import { EcrStore } from './store';

/**
 * What moto's ECR leaves out: true digests, patterns of tags that are excepted from immutability, images that stay when they lose their tag, lifecycle policies that
 * expire images, so that a rehearsal shows which digests stay, and basic scanning. The scanner has no vulnerability
 * database: it finds what an image's own annotations list (`scanning/findings.ts`). Everything else is moto's.
 */
export const ecr: LocalService = {
  name: 'ecr',
  client: () => import('@aws-sdk/client-ecr'),
  otherwise: 'forward',
  keepsReads:
    /^(Describe(Images|Repositories)|GetRepositoryPolicy|GetLifecyclePolicy|BatchGetImage|List\w+)$/,
  standsAlone: true,
  writesChange: 'itself',
  resourceOf: ({ repositoryName }) => [repositoryName],
  leavesReads,
  permissions,
  resources,
  create(context) {
    const store = new EcrStore(context);
    void expireHourly(store);
    return {
      operations: {
        CreateRepository: createRepository,
        DescribeImageScanFindings: describeImageScanFindings(store),
        DescribeImages: describeImages(store),
        DescribeRepositories: describeRepositories,
        PutImage: putImage(store),
        PutImageTagMutability: putImageTagMutability,
        PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
        StartImageScan: startImageScan(store),
      },
      observers: [policyObserver(store), ecrImageAction(context)],
      resourcePolicy: policyReader(context.aws, async ({ resource }, identity) => {
        const repositoryName = resource.replace(/^repository\//, '');
        const request = new GetRepositoryPolicyCommand({ repositoryName });
        return (await new ECRClient(identity).send(request)).policyText;
      }),
    };
  },
};

/** Images and their layers are no part of how their repository is set up, and a layer without an image is in no answer. */
function leavesReads(write: string): RegExp | undefined {
  if (/^(InitiateLayerUpload|UploadLayerPart|CompleteLayerUpload)$/.test(write)) return /./;
  if (/^(PutImage|BatchDeleteImage)$/.test(write))
    return /^(DescribeRepositories|GetRepositoryPolicy|GetLifecyclePolicy|ListTagsForResource)$/;
  return /^(SetRepositoryPolicy|DeleteRepositoryPolicy|PutLifecyclePolicy|DeleteLifecyclePolicy)$/.test(write)
    ? /^(DescribeImages|BatchGetImage|ListImages)$/
    : undefined;
}

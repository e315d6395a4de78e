import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import type { RehearsalClients } from '../clients';

/** The digest of the image with a tag; undefined where no image has it. */
export async function digestOfTag(
  { ecr }: RehearsalClients,
  repositoryName: string,
  tag: string,
): Promise<string | undefined> {
  const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  return imageDetails?.find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest;
}

/** Those image references by digest whose image has a tag. */
export async function imagesWithTag(
  clients: RehearsalClients,
  references: readonly string[],
  tag: string,
): Promise<string[]> {
  const tagged = await Promise.all(
    references.map(async (reference) => {
      const [, repository = '', digest = ''] = /^[^/]+\/([^@:]+)@(sha256:.+)$/.exec(reference) ?? [];
      return digest !== '' && (await digestOfTag(clients, repository, tag)) === digest ? [reference] : [];
    }),
  );
  return tagged.flat();
}

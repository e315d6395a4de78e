/** An image in ECR. */
export interface ImageReference {
  /** `<account>.dkr.ecr.<region>.amazonaws.com` */
  readonly registry: string;
  readonly repository: string;
  /** `sha256:…` @default - it is named by tag */
  readonly digest?: string;
  /** @default - it is named by digest */
  readonly tag?: string;
}

const REFERENCE =
  /^(?<registry>\d{12}\.dkr[.-]ecr[\w.-]*)\/(?<repository>[^:@]+)(?::(?<tag>[\w.-]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/** Reads an image reference of a task definition; nothing for one that is not in ECR. */
export function parseImage(text: string): ImageReference | undefined {
  const { registry, repository, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (!registry || !repository) return undefined;
  return digest ? { registry, repository, digest } : { registry, repository, tag: tag ?? 'latest' };
}

/** An image reference by digest. */
export function formatImage({ registry, repository }: ImageReference, digest: string): string {
  return `${registry}/${repository}@${digest}`;
}

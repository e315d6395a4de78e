import type { HeaderFields } from '../kit/http/header-fields';

/**
 * The bucket that a virtual-host style S3 request names in its Host header (`bucket.localhost:4566`); bucket names may
 * contain dots. https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketOfHost(host: string): string | undefined {
  return /^(.+?)(?:\.s3)?\.localhost(?::\d+)?$/i.exec(host)?.[1];
}

/** The same request in path style, the only one that is forwarded to moto. */
export function toPathStyle(path: string, headers: HeaderFields): { path: string; headers: HeaderFields } {
  const host = headers.get('host') ?? '';
  const bucket = bucketOfHost(host);
  if (!bucket) return { path, headers };
  const plain = new Headers([...headers]);
  plain.set('host', host.slice(host.toLowerCase().lastIndexOf('localhost')));
  return { path: `/${bucket}${path}`, headers: plain };
}

/** Images by repository and digest. */
export type EcrState = Record<string, RepositoryState>;

export type RepositoryState = Record<string, ImageState>;

export interface ImageState {
  /** JSON, of which the digest is the SHA-256. */
  readonly manifest: string;
  readonly tags: string[];
  /** What a scan of it comes to. */
  readonly scan: ScanResult;
  /** Milliseconds since 1970 at which it is known. @default - it was not scanned */
  scannedAt?: number;
}

/** Nothing is found; something is; the scan cannot be made; or it never ends. */
export type ScanResult = 'clean' | 'critical' | 'failed' | 'endless';

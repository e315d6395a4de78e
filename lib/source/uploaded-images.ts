import type { UploadedImage, Uploads } from './config/uploads-model';

/** The source action of the settings, which is also the namespace of its variables, and its artifact. */
export const SETTINGS = { action: 'Settings', artifact: 'settings' } as const;

/** One of a pipeline's uploaded images and what it is called within the pipeline. */
export interface ImageAction {
  readonly image: UploadedImage;
  /** Source action, and namespace of its variables: `Image` where there is one, otherwise `Image1` to `Image4`. */
  readonly action: string;
  /** `images`, then `images2` to `images4`. */
  readonly artifact: string;
}

/** The uploaded images in the config's order. */
export function uploadedImages({ images }: Uploads): ImageAction[] {
  return images.map((image, index) => ({
    image,
    action: images.length === 1 ? 'Image' : `Image${index + 1}`,
    artifact: index === 0 ? 'images' : `images${index + 1}`,
  }));
}

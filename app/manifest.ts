import type { MetadataRoute } from 'next'

/** Makes the vault an app that can be installed; it opens offline only where a copy was asked for. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Latchkey',
    short_name: 'Latchkey',
    id: '/vault',
    start_url: '/vault',
    scope: '/',
    display: 'standalone',
    background_color: '#fbfaf8',
    theme_color: '#fbfaf8',
    icons: [
      { src: '/icons/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}

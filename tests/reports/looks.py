"""What a browser is asked about a page: JavaScript expressions that list what cannot be read. What does not belong here: tests."""

# Texts with less contrast to what lies behind them than 4.5 to 1, by the formula of WCAG 2: [text, ratio].
FAINT_TEXTS = """(() => {
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number)
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
    const behind = element => {
        for (let node = element; node; node = node.parentElement) {
            const colour = parts(getComputedStyle(node).backgroundColor)
            if (colour.length === 3 || colour[3] === 1) return colour
        }
        return [255, 255, 255]
    }
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
        const element = text.parentElement
        if (!text.data.trim() || element.closest('style')) continue
        const style = getComputedStyle(element)
        const front = parts(element.closest('svg') ? style.fill : style.color)
        const [a, b] = [light(front), light(behind(element))].sort((x, y) => y - x)
        const ratio = (a + 0.05) / (b + 0.05)
        if (!(ratio >= 4.5)) found.push([text.data.trim().slice(0, 40), Math.round(ratio * 100) / 100])
    }
    return found
})()"""
# Tables, pictures and cells that reach over the right edge: [what, by how many pixels].
CUT_OFF = """(() => {
    const edge = document.documentElement.clientWidth + 1
    return [...document.querySelectorAll('table, th, td, svg, p')]
        .map(element => [element, element.getBoundingClientRect()])
        .filter(([element, box]) => box.width > 1 && box.right > edge)
        .map(([element, box]) => [element.textContent.slice(0, 40), Math.round(box.right - edge)]).slice(0, 5)
})()"""
# Tables that a reader has to push sideways: their labels.
SCROLLED = """[...document.querySelectorAll('.scroll')].filter(region => region.scrollWidth > region.clientWidth + 1)
    .map(region => region.getAttribute('aria-label'))"""

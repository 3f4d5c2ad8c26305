-- Reads each text that the office typed, apart from every other, as CommonMark.
-- The JSON that comes in holds the texts as code blocks; each goes out as a division with what was read.
function CodeBlock(block)
  return pandoc.Div(pandoc.read(block.text, "commonmark+hard_line_breaks").blocks)
end
